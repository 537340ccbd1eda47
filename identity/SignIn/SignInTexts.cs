using System.Globalization;

namespace Platform.Identity.SignIn;

/// <summary>The few words of the sign-in pages, in the platform's three languages.</summary>
public sealed record SignInTexts(
    string Language, string Direction, string Title, string Name, string Password, string Enter, string Refused,
    string CodeTitle, string Code, string CodeHint, string CodeRefused,
    string InvitationTitle, string NewPassword, string NewPasswordHint, string InvitationRefused, string PasswordRefused,
    string AuthenticatorTitle, string AuthenticatorHint, string AuthenticatorLink)
{
    public static SignInTexts Current => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName switch
    {
        "ar" => Arabic,
        "fr" => French,
        _ => English,
    };

    // One text for a wrong name, a wrong password, a suspended account and a locked one: the page tells nobody which names exist.
    private static readonly SignInTexts English = new("en", "ltr", "Sign in", "Name", "Password", "Continue",
        "That did not work. Check name and password. After five failed tries an account is closed for 15 minutes.",
        "One-time code", "Code", "Enter the six digits that your authenticator app shows.", "That code is not valid. Wait for the next one and try again.",
        "Welcome", "New password", "At least 12 characters. A short sentence is easy to remember.", "This invitation is not good any more: it is older than 72 hours, was used, or a newer one was made. Ask your administrator for another.",
        "That password cannot be taken. It needs at least 12 characters.",
        "Authenticator app", "Your agency asks for an authenticator app. Enter this secret in the app, and then the six digits that it shows.", "Open in an app on this device");

    private static readonly SignInTexts Arabic = new("ar", "rtl", "تسجيل الدخول", "الاسم", "كلمة المرور", "متابعة",
        "لم ينجح تسجيل الدخول. تحقق من الاسم وكلمة المرور. بعد خمس محاولات فاشلة يُغلق الحساب لمدة 15 دقيقة.",
        "رمز لمرة واحدة", "الرمز", "أدخل الأرقام الستة التي يعرضها تطبيق المصادقة.", "الرمز غير صالح. انتظر الرمز التالي وحاول مرة أخرى.",
        "مرحباً", "كلمة مرور جديدة", "12 محرفاً على الأقل. جملة قصيرة يسهل تذكرها.", "لم تعد هذه الدعوة صالحة: مضى عليها أكثر من 72 ساعة، أو استُخدمت، أو صدرت دعوة أحدث. اطلب من المسؤول دعوة أخرى.",
        "لا يمكن قبول كلمة المرور هذه. يجب ألا تقل عن 12 محرفاً.",
        "تطبيق المصادقة", "تطلب وكالتك تطبيق مصادقة. أدخل هذا السر في التطبيق، ثم الأرقام الستة التي يعرضها.", "افتح في تطبيق على هذا الجهاز");

    private static readonly SignInTexts French = new("fr", "ltr", "Connexion", "Nom", "Mot de passe", "Continuer",
        "La connexion a échoué. Vérifiez le nom et le mot de passe. Après cinq échecs, le compte est fermé pendant 15 minutes.",
        "Code à usage unique", "Code", "Saisissez les six chiffres affichés par votre application d’authentification.", "Ce code n’est pas valable. Attendez le suivant et réessayez.",
        "Bienvenue", "Nouveau mot de passe", "Au moins 12 caractères. Une courte phrase se retient bien.", "Cette invitation n’est plus valable : elle a plus de 72 heures, a servi, ou une plus récente a été faite. Demandez-en une autre à votre administrateur.",
        "Ce mot de passe ne convient pas. Il faut au moins 12 caractères.",
        "Application d’authentification", "Votre agence demande une application d’authentification. Saisissez ce secret dans l’application, puis les six chiffres qu’elle affiche.", "Ouvrir dans une application de cet appareil");
}

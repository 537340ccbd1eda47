using System.Globalization;

namespace Platform.Identity.SignIn;

/// <summary>The few words of the sign-in pages, in the platform's three languages.</summary>
public sealed record SignInTexts(
    string Language, string Direction, string Title, string Name, string Password, string Enter, string Refused,
    string CodeTitle, string Code, string CodeHint, string CodeRefused,
    string InvitationTitle, string NewPassword, string NewPasswordHint, string InvitationRefused)
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
        "Welcome", "New password", "At least 12 characters. A short sentence is easy to remember.", "That did not work. The invitation may be old or used, or the password too short.");

    private static readonly SignInTexts Arabic = new("ar", "rtl", "تسجيل الدخول", "الاسم", "كلمة المرور", "متابعة",
        "لم ينجح تسجيل الدخول. تحقق من الاسم وكلمة المرور. بعد خمس محاولات فاشلة يُغلق الحساب لمدة 15 دقيقة.",
        "رمز لمرة واحدة", "الرمز", "أدخل الأرقام الستة التي يعرضها تطبيق المصادقة.", "الرمز غير صالح. انتظر الرمز التالي وحاول مرة أخرى.",
        "مرحباً", "كلمة مرور جديدة", "12 محرفاً على الأقل. جملة قصيرة يسهل تذكرها.", "لم ينجح ذلك. قد تكون الدعوة قديمة أو مستخدمة، أو كلمة المرور قصيرة جداً.");

    private static readonly SignInTexts French = new("fr", "ltr", "Connexion", "Nom", "Mot de passe", "Continuer",
        "La connexion a échoué. Vérifiez le nom et le mot de passe. Après cinq échecs, le compte est fermé pendant 15 minutes.",
        "Code à usage unique", "Code", "Saisissez les six chiffres affichés par votre application d’authentification.", "Ce code n’est pas valable. Attendez le suivant et réessayez.",
        "Bienvenue", "Nouveau mot de passe", "Au moins 12 caractères. Une courte phrase se retient bien.", "Cela n’a pas fonctionné. L’invitation est peut-être ancienne ou déjà utilisée, ou le mot de passe trop court.");
}

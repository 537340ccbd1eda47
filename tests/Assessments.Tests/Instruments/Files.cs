using Platform.Assessments.Instruments;
using Platform.Assessments.Instruments.Loading;

namespace Platform.Assessments.Tests.Instruments;

/// <summary>A small instrument that is well, to be spoilt line by line.</summary>
internal static class Files
{
    public const string Name = "small.1.yaml";

    public const string Small = """
        code: small
        version: 1
        title: { en: Small, ar: صغير, fr: Petit }
        about: { en: For a test, ar: للاختبار, fr: Pour un essai }
        notice: { en: Not official, ar: غير رسمي, fr: Pas officiel }
        subject: person
        package: needs
        outcome: level
        option-sets:
          - code: size
            options:
              - { code: big, text: { en: Big, ar: كبير, fr: Grand } }
              - { code: little, text: { en: Little, ar: قليل, fr: Peu } }
        sections:
          - code: first
            title: { en: First, ar: أول, fr: Premier }
            questions:
              - code: hurt
                kind: yes-no
                required: true
                text: { en: Hurt, ar: مصاب, fr: Mal }
              - code: how-hurt
                kind: one-of
                options: size
                show: { question: hurt, is: yes }
                text: { en: How, ar: كيف, fr: Comment }
              - code: children
                kind: number
                least: 0
                most: 20
                text: { en: Children, ar: أطفال, fr: Enfants }
          - code: second
            title: { en: Second, ar: ثانٍ, fr: Second }
            show: { question: children, at-least: 1 }
            questions:
              - code: help
                kind: several
                text: { en: Help, ar: مساعدة, fr: Aide }
                options:
                  - { code: none, alone: true, text: { en: None, ar: لا شيء, fr: Rien } }
                  - { code: school, text: { en: School, ar: مدرسة, fr: École } }
                  - { code: food, text: { en: Food, ar: طعام, fr: Nourriture } }
              - code: since
                kind: date
                text: { en: Since, ar: منذ, fr: Depuis }
              - code: words
                kind: text
                text: { en: Words, ar: كلمات, fr: Mots }
        scores:
          - code: burden
            text: { en: Burden, ar: عبء, fr: Charge }
            of:
              - { questions: [how-hurt], points: { big: 3, little: 1 } }
              - { questions: [help], points: { school: 1, food: 2 } }
        results:
          - { code: high, text: { en: High, ar: مرتفع, fr: Élevé } }
          - { code: low, text: { en: Low, ar: منخفض, fr: Faible } }
          - { code: open, text: { en: Open, ar: مفتوح, fr: Ouvert } }
        triggers:
          - code: alone
            gives: high
            when: { fact: separation, is: unaccompanied }
            text: { en: Alone, ar: وحيد, fr: Seul }
        rules:
          - code: heavy
            gives: high
            when: { score: burden, at-least: 3 }
            text: { en: Heavy, ar: ثقيل, fr: Lourd }
        otherwise:
          code: light
          gives: low
          text: { en: Light, ar: خفيف, fr: Léger }
        undecided:
          code: unclear
          gives: open
          text: { en: Unclear, ar: غير واضح, fr: Pas clair }
        needs:
          scheme: unhcr-specific-needs
          version: progres-v3
          of:
            - { code: LP-BN, when: { question: help, is: food } }
        notes:
          - code: school
            when: { question: help, is: school }
            text: { en: School, ar: مدرسة, fr: École }
        """;

    public static Instrument Read(string text) => InstrumentReader.Read(Name, text);

    /// <summary>The text with one thing in it replaced, which is there.</summary>
    public static string With(string old, string by)
    {
        Assert.Contains(old, Small, StringComparison.Ordinal);
        return Small.Replace(old, by, StringComparison.Ordinal);
    }

    /// <summary>The line, from 1, on which something stands first.</summary>
    public static int LineOf(string text, string what) => text[..text.IndexOf(what, StringComparison.Ordinal)].Count(letter => letter == '\n') + 1;
}

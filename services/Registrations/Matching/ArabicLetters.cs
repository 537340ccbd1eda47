namespace Platform.Registrations.Matching;

/// <summary>Reads a word of Arabic letters. Alef, waw and ya inside a word are long vowels; ayn and hamza are no sound that Latin spellings share.</summary>
internal static class ArabicLetters
{
    public static WordReader Read(string word)
    {
        var reader = new WordReader();
        for (var at = 0; at < word.Length; at++)
        {
            var last = at == word.Length - 1;
            switch (word[at])
            {
                case 'ا':
                    if (at > 0)
                    {
                        reader.Vowel(VowelSlots.A);   // the first one carries any vowel
                    }

                    break;
                case 'ت' when !last && word[at + 1] == 'ش':
                    reader.Consonant("X", "TX");      // what Arabic has no letter for: Tchad, Chikodi
                    at++;
                    break;
                case 'ي' when at == 0: reader.Consonant("Y"); break;
                case 'ي': reader.Vowel(VowelSlots.I); break;
                case 'و' when at == 0: reader.Consonant("W"); break;
                case 'و': reader.Vowel(VowelSlots.U); break;
                case 'ة' when last: break;
                case 'ه' when last: reader.Consonant("", "H"); break;
                default:
                    if (Sound(word[at]) is var (sound, alternate))
                    {
                        reader.Consonant(sound, alternate);
                    }

                    break;
            }
        }

        return reader;
    }

    /// <summary>As spellings of one name have it in common: alefs, yas and closing ta are told apart by few.</summary>
    public static string Fold(string word) => word.Replace('ة', 'ه').Replace('ى', 'ي').Replace("ء", "", StringComparison.Ordinal);

    private static (string Sound, string? Alternate)? Sound(char letter) => letter switch
    {
        'ب' or 'پ' => ("B", null),
        'ت' or 'ط' or 'ة' => ("T", null),
        'ث' => ("T", "S"),
        'ج' or 'غ' => ("G", null),
        'ق' => ("K", "G"),
        'ك' or 'گ' => ("K", null),
        'خ' => ("K", "H"),
        'ح' or 'ه' => ("H", null),
        'د' => ("D", null),
        'ذ' or 'ض' => ("D", "Z"),
        'ظ' => ("Z", "D"),
        'ز' => ("Z", null),
        'س' or 'ص' => ("S", null),
        'ش' or 'چ' => ("X", null),
        'ف' or 'ڤ' => ("F", null),
        'ل' => ("L", null),
        'م' => ("M", null),
        'ن' => ("N", null),
        'ر' => ("R", null),
        _ => null,
    };
}

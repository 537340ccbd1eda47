namespace Platform.Registrations.Matching;

/// <summary>How far the vowels of two spellings with the same consonants go together.</summary>
internal enum VowelVerdict
{
    Agree,

    /// <summary>Two names may differ like this, and so may two spellings of one: سالم and سلم.</summary>
    Doubtful,

    /// <summary>Two names: Hassan and Hussein, محمد and Mahmoud.</summary>
    Contradict,
}

/// <summary>
/// What stands before, between and after the consonants of a word, 5 bits a place. Arabic writes only long vowels, Latin all of them but
/// not their length, so that what contradicts what depends on the two scripts; the check is the same in both directions.
/// </summary>
internal static class VowelSlots
{
    public const int A = 1, E = 2, I = 4, U = 8, Strong = 16;
    public const int Bits = 5;

    public static VowelVerdict Compare(ulong one, bool oneIsArabic, ulong other, bool otherIsArabic, int consonants)
    {
        if (oneIsArabic != otherIsArabic)
        {
            return oneIsArabic ? Across(one, other, consonants) : Across(other, one, consonants);
        }

        return oneIsArabic ? InArabic(one, other, consonants) : InLatin(one, other, consonants);
    }

    private static int At(ulong slots, int place) => place < 0 ? 0 : (int)(slots >> (place * Bits)) & 31;

    private static VowelVerdict Across(ulong arabic, ulong latin, int consonants)
    {
        var verdict = VowelVerdict.Agree;
        for (var place = 0; place <= consonants; place++)
        {
            var (here, there) = (At(arabic, place), At(latin, place));
            var last = place == consonants && consonants > 0;
            if ((here & (A | I | U)) == 0)
            {
                if (IsLongInLatin(there, arabic, latin, place, consonants))
                {
                    return VowelVerdict.Contradict;
                }

                continue;
            }

            if (((here & I) != 0 && !last && (there & (I | E)) == 0) || ((here & U) != 0 && !last && (there & U) == 0))
            {
                // a vowel that was forgotten is an error of writing; another vowel is another name
                if (there != 0 || consonants <= 2)
                {
                    return VowelVerdict.Contradict;
                }

                verdict = VowelVerdict.Doubtful;
            }
            else if ((here & (A | I | U)) == A && there != 0 && (there & (A | E)) == 0)
            {
                if (consonants <= 3)
                {
                    return VowelVerdict.Contradict;
                }

                verdict = VowelVerdict.Doubtful;
            }
            else if (last && (here & (A | I | U)) == I && (there & (A | E | I)) == 0 && there != 0)
            {
                return VowelVerdict.Contradict;
            }
        }

        return verdict;
    }

    /// <summary>Whether Latin has a long vowel, or one that can only be long, where Arabic has none. Short i and u are written in Latin and not in Arabic.</summary>
    private static bool IsLongInLatin(int there, ulong arabic, ulong latin, int place, int consonants)
    {
        if (place == 0 || (there & (I | U)) == 0)
        {
            return false;
        }

        var firstInner = place == 1;
        if ((there & Strong) != 0)
        {
            return true;
        }

        if ((there & U) != 0)
        {
            // Muhammad, Yunus, Abdu
            return !(firstInner && consonants > 1) && place != consonants && (At(latin, place - 1) & At(arabic, place - 1) & U) == 0;
        }

        // Salim, Bilal, Yousif, Hind: beside a long a, after a long u, or between the first two of more than two
        var besideLong = ((At(arabic, place - 1) | (place < consonants ? At(arabic, place + 1) : 0)) & A) != 0 || (At(arabic, place - 1) & U) != 0;
        return !besideLong && !(firstInner && consonants > 2) && !((there & (A | E)) != 0 && place == consonants);
    }

    private static VowelVerdict InArabic(ulong one, ulong other, int consonants)
    {
        var verdict = VowelVerdict.Agree;
        for (var place = 0; place <= consonants; place++)
        {
            var differ = At(one, place) ^ At(other, place);
            if (place == consonants && consonants > 0)
            {
                differ &= U;
            }

            if ((differ & (I | U)) != 0)
            {
                return VowelVerdict.Contradict;
            }

            if ((differ & A) != 0 && consonants <= 3)
            {
                verdict = consonants <= 2 && place > 0 && place < consonants ? VowelVerdict.Contradict : VowelVerdict.Doubtful;
                if (verdict == VowelVerdict.Contradict)
                {
                    return verdict;
                }
            }
        }

        return verdict;
    }

    private static VowelVerdict InLatin(ulong one, ulong other, int consonants)
    {
        for (var place = 0; place <= consonants; place++)
        {
            var (here, there) = (At(one, place), At(other, place));
            if (here == 0 || there == 0)
            {
                continue;
            }

            var inner = place > 0 && place < consonants;
            var open = place == 0 && consonants > 2;      // what begins a longer name is spelt in every way: Ibrahim, Ebrahim
            var firstOfMany = place == 1 && consonants > 2;
            if (!open && (IsOtherI(here, there, firstOfMany, inner) || IsOtherI(there, here, firstOfMany, inner)))
            {
                return VowelVerdict.Contradict;
            }

            if (place < consonants && !open && (IsOtherU(one, here, there, place, consonants) || IsOtherU(other, there, here, place, consonants)))
            {
                return VowelVerdict.Contradict;
            }
        }

        return VowelVerdict.Agree;
    }

    private static bool IsOtherI(int here, int there, bool firstOfMany, bool inner) =>
        (here & I) != 0 && (there & (I | E)) == 0 && ((here & Strong) != 0 ? inner : !firstOfMany && inner && (here & (A | E)) == 0 && (there & U) == 0);

    private static bool IsOtherU(ulong slots, int here, int there, int place, int consonants)
    {
        if ((here & U) == 0 || (there & U) != 0)
        {
            return false;
        }

        // Mohamed and Mahamat; but Hussen and Hassen, Musa and Masa, Omar and Amar
        return place <= 1 && consonants > 2
            ? place == 1 && consonants == 3 && (there & I) == 0 && (here & (A | E)) == 0
            : (At(slots, place - 1) & U) == 0;
    }
}

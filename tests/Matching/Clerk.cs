using System.Globalization;

namespace Platform.Tests.Matching;

/// <summary>Registers invented people, with the errors of a <see cref="Corruption" /> at its rate.</summary>
public sealed class Clerk(Dice dice, Corruption rates)
{
    public Registration Register(InventedPerson person)
    {
        var arabic = dice.Falls(Corruption.Arabic);
        var (words, hasFamily) = Words(person, arabic);
        var (year, estimated) = Year(person.BirthYear);
        return new Registration(
            person, arabic, words[0], words.Count > (hasFamily ? 2 : 1) ? string.Join(' ', words.Skip(1).Take(words.Count - (hasFamily ? 2 : 1))) : null, hasFamily && words.Count > 1 ? words[^1] : null,
            year, estimated, Sex(person.Sex), Nationality(person.Community), Phone(person.Phone));
    }

    private (List<string> Words, bool HasFamily) Words(InventedPerson person, bool arabic)
    {
        var names = person.Names.ToList();
        var hasFamily = person.HasFamilyName;
        if (hasFamily && names.Count > 2 && dice.Falls(rates.FamilyDropped))
        {
            names.RemoveAt(names.Count - 1);
            hasFamily = false;
        }

        if (person.HasGrandfather && names.Count > 2 && dice.Falls(rates.GrandfatherDropped))
        {
            names.RemoveAt(2);
        }

        if (dice.Falls(rates.WrongName))
        {
            var at = dice.Below(names.Count);
            names[at] = InventedPeople.Another(dice, person.Community, at == 0 ? person.Sex : 'm');
        }

        var words = names.ConvertAll(name => Spell(name, person.Community, arabic));
        if (dice.Falls(rates.Swapped))
        {
            var at = dice.Below(words.Count - 1);
            (words[at], words[at + 1]) = (words[at + 1], words[at]);
        }

        if (dice.Falls(rates.VowelDropped))
        {
            Change(words, word => Typing.WithoutVowel(dice, word));
        }

        if (dice.Falls(rates.Typo))
        {
            Change(words, word => Typing.Mistyped(dice, word, arabic));
        }

        if (words.Count > 2 && dice.Falls(rates.RunTogether))
        {
            var at = dice.Below(words.Count - 1);
            (words[at], hasFamily) = (words[at] + words[at + 1].ToLowerInvariant(), hasFamily && at < words.Count - 2);
            words.RemoveAt(at + 1);
        }

        if (dice.Falls(rates.BinInserted))
        {
            words[1] = (arabic ? person.Sex == 'f' ? "بنت " : "بن " : person.Sex == 'f' ? "bint " : dice.Falls(0.5) ? "bin " : "ben ") + words[1];
        }

        return (words, hasFamily);
    }

    private string Spell(NameEntry name, Community community, bool arabic)
    {
        if (!arabic && ReferenceEquals(name, Lexicon.Entries[0]) && dice.Falls(community.Code == "BGD" ? rates.ShortenedInBangladesh : rates.Shortened))
        {
            return dice.Falls(0.7) ? "Md" : "Mohd";
        }

        // the first spelling is the most usual
        var spellings = arabic ? name.Arabic : name.Latin;
        var spelt = spellings[Math.Max(0, dice.Below(spellings.Count + 1) - 1)];
        return !arabic && dice.Falls(Corruption.SpeltByHabit) ? Typing.ByHabit(spelt, community.Habit) : spelt;
    }

    private void Change(List<string> words, Func<string, string> how)
    {
        var at = dice.Below(words.Count);
        words[at] = how(words[at]);
    }

    private (int? Year, bool Estimated) Year(int year)
    {
        if (dice.Falls(Corruption.YearMissing))
        {
            return (null, false);
        }

        if (dice.Falls(Corruption.YearEstimated))
        {
            var guessed = year + dice.Between(-Corruption.EstimateWithin, Corruption.EstimateWithin);
            return (Math.Min(InventedPeople.Today, dice.Falls(Corruption.EstimateRounded) ? (guessed + 2) / 5 * 5 : guessed), true);
        }

        return (dice.Falls(rates.YearOneOff) ? year + (dice.Falls(0.5) ? 1 : -1) : year, false);
    }

    private string? Sex(char sex)
    {
        if (dice.Falls(Corruption.SexMissing))
        {
            return "unknown";
        }

        return sex == 'm' != dice.Falls(Corruption.SexWrong) ? "male" : "female";
    }

    private string? Nationality(Community community) =>
        dice.Falls(Corruption.NationalityMissing) ? null : dice.Falls(Corruption.NationalityOfNeighbour) ? community.Neighbour : community.Code;

    private string? Phone(string phone)
    {
        if (dice.Falls(Corruption.PhoneMissing))
        {
            return null;
        }

        if (dice.Falls(Corruption.PhoneChanged))
        {
            return $"0{dice.Between(91, 95)}{dice.Below(10_000_000).ToString("0000000", CultureInfo.InvariantCulture)}";
        }

        if (dice.Falls(Corruption.PhoneDigitWrong))
        {
            var at = phone.Length - 1 - dice.Below(7);
            return phone[..at] + ((phone[at] - '0' + dice.Between(1, 9)) % 10).ToString(CultureInfo.InvariantCulture) + phone[(at + 1)..];
        }

        return phone;
    }
}

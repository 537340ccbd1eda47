using System.Globalization;
using System.Text.Json;
using Platform.Hosting;

namespace Platform.Assessments.Instruments;

/// <summary>The answers to an instrument, read once in the order in which it asks: what is shown, what is wrong, and what conditions read.</summary>
internal sealed class AnswerSheet
{
    private readonly Instrument _instrument;

    private AnswerSheet(Instrument instrument) => (_instrument, Cells) = (instrument, new Cell[InstrumentFacts.Count + instrument.Questions.Count]);

    public Cell[] Cells { get; }

    public List<string> Shown { get; } = [];

    public Dictionary<string, string[]> Errors { get; } = [];

    public List<string> Missing { get; } = [];

    public static AnswerSheet Of(Instrument instrument, InstrumentFacts facts, IReadOnlyDictionary<string, JsonElement> answers)
    {
        var sheet = new AnswerSheet(instrument);
        facts.WriteTo(sheet.Cells);
        foreach (var question in instrument.Questions)
        {
            sheet.Cells[question.Place] = sheet.Read(question, answers);
        }

        foreach (var code in answers.Keys)
        {
            if (instrument.Find(code) is null)
            {
                sheet.Refuse(code, Texts.In("This instrument does not ask that.", "لا تسأل هذه الأداة عن ذلك.", "Cet instrument ne le demande pas."));
            }
        }

        return sheet;
    }

    private Cell Read(Question question, IReadOnlyDictionary<string, JsonElement> answers)
    {
        var given = answers.TryGetValue(question.Code, out var answer) && answer.ValueKind != JsonValueKind.Null;
        var asked = question.Show?.Of(Cells) ?? Truth.True;
        if (asked != Truth.True)
        {
            if (given)
            {
                Refuse(question.Code, Texts.In("This is not asked here: what was answered before decides that.", "هذا السؤال غير مطروح هنا: تحدد ذلك الإجابات السابقة.", "Cela n'est pas demandé ici : les réponses précédentes en décident."));
            }

            return asked == Truth.False ? Cell.Hidden : Cell.Pending;
        }

        Shown.Add(question.Code);
        if (!given)
        {
            if (question.Required)
            {
                Missing.Add(question.Code);
            }

            return Cell.Silent;
        }

        var (cell, wrong) = AnswerParser.Parse(question, answer);
        if (wrong is not null)
        {
            Refuse(question.Code, wrong);
        }

        return cell;
    }

    private void Refuse(string code, string text) => Errors[$"$.answers.{code}"] = [text];

    /// <summary>The answers that made a condition say that.</summary>
    public List<UsedAnswer> Used(Condition condition, Truth truth)
    {
        var places = new SortedSet<int>();
        condition.Because(Cells, truth, place => places.Add(place));
        return Told(places);
    }

    /// <summary>The answers that made no rule hold.</summary>
    public List<UsedAnswer> Used(Instrument.Compiled rules, Truth truth)
    {
        var places = new SortedSet<int>();
        foreach (var inOrder in (ReadOnlySpan<Rule[]>)[rules.Triggers, rules.Rules])
        {
            foreach (var rule in inOrder)
            {
                if (rule.Gives is not null && rule.When.Of(Cells) == truth)
                {
                    rule.When.Because(Cells, truth, place => places.Add(place));
                }
            }
        }

        return Told(places);
    }

    /// <summary>The questions and facts that are not known and that a condition waits for, or that are among these places.</summary>
    public List<string> Unknown(Condition? waits, int[] among)
    {
        var (found, seen) = (new SortedSet<int>(), new HashSet<int>());
        foreach (var place in among)
        {
            Add(place);
        }

        waits?.Because(Cells, Truth.Unknown, Add);
        var codes = new List<string>(found.Count);
        foreach (var place in found)
        {
            codes.Add(NameOf(place));
        }

        return codes;

        void Add(int place)
        {
            if (!Cells[place].IsOpen || !seen.Add(place))
            {
                return;
            }

            // what is not asked yet waits for what decides about that
            if (Cells[place].State == CellState.Pending)
            {
                QuestionAt(place).Show!.Because(Cells, Truth.Unknown, Add);
            }
            else
            {
                found.Add(place);
            }
        }
    }

    private Question QuestionAt(int place) => _instrument.Questions[place - InstrumentFacts.Count];

    private string NameOf(int place) => place < InstrumentFacts.Count ? InstrumentFacts.All[place].Name : QuestionAt(place).Code;

    private List<UsedAnswer> Told(SortedSet<int> places)
    {
        var used = new List<UsedAnswer>(places.Count);
        foreach (var place in places)
        {
            // what is not asked says nothing of the person
            if (Cells[place].State is CellState.Given or CellState.Withheld or CellState.Silent)
            {
                used.Add(new(NameOf(place), AnswerAt(place)));
            }
        }

        return used;
    }

    private List<string> AnswerAt(int place)
    {
        var cell = Cells[place];
        if (cell.State != CellState.Given)
        {
            return cell.State == CellState.Withheld ? [cell.Number == 1 ? "declined" : "unknown"] : [];
        }

        if (place < InstrumentFacts.Count)
        {
            var fact = InstrumentFacts.All[place];
            return [fact.IsNumber ? cell.Number.ToString(CultureInfo.InvariantCulture) : fact.NameOf(cell.Number)];
        }

        var question = QuestionAt(place);
        switch (question.Kind)
        {
            case QuestionKind.OneOf or QuestionKind.YesNo: return [question.Options[cell.Number].Code];
            case QuestionKind.Number: return [cell.Number.ToString(CultureInfo.InvariantCulture)];
            case QuestionKind.Date: return [DateOnly.FromDayNumber(cell.Number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)];
            case QuestionKind.Several:
                var codes = new List<string>();
                for (var left = cell.Codes; left != 0; left &= left - 1)
                {
                    codes.Add(question.Options[System.Numerics.BitOperations.TrailingZeroCount(left)].Code);
                }

                return codes;
            default: return [];   // words are kept where they were answered, and nowhere else
        }
    }
}

using FluentValidation;
using FluentValidation.Results;
using Platform.Access;

namespace Platform.Registrations.Imports;

/// <summary>What rows become: people, or entries of a roster.</summary>
internal abstract class ImportTarget
{
    /// <summary>The route by which such an import is started.</summary>
    public abstract string Action { get; }

    /// <summary>Who may.</summary>
    public abstract string Policy { get; }

    /// <summary>What is changed.</summary>
    public abstract DataClass DataClass { get; }

    /// <summary>All columns that there may be.</summary>
    public abstract IReadOnlyList<string> Columns { get; }

    /// <summary>Those without which no row could be right.</summary>
    public abstract IReadOnlyList<string> Needed { get; }

    /// <summary>Looks where the rows go, before the first of them: in which state it is, and who is there. Why it cannot be, or null.</summary>
    public abstract Task<string?> PrepareAsync(Work work, CancellationToken ct);

    /// <summary>Notes with the row what is wrong in it, by the same rules as one at a time.</summary>
    public abstract void Check(Cells row);

    /// <summary>Why that many cannot be, or null.</summary>
    public virtual string? TooMany(int rows) => null;

    /// <summary>Gathers what these rows become. Why they cannot any more, or null.</summary>
    public abstract Task<string?> WriteAsync(Work work, IReadOnlyList<Cells> rows, CancellationToken ct);

    /// <summary>Rules of a thing, told by the columns that it was made from.</summary>
    protected static void Check<T>(Cells row, AbstractValidator<T> rules, T thing)
    {
        foreach (ValidationFailure error in rules.Validate(thing).Errors)
        {
            var end = error.PropertyName.AsSpan().IndexOfAny('[', '.');
            row.Wrong(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(end < 0 ? error.PropertyName : error.PropertyName[..end]), error.ErrorMessage);
        }
    }
}

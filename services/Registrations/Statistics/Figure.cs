namespace Platform.Registrations.Statistics;

/// <summary>
/// A number that could be published. Numbers that add up to one another are drawn as a flow: each goes from one place to the next, and what comes to a place leaves it, so that a total
/// is the way in and its parts are the ways out.
/// </summary>
/// <param name="from">Where it comes from.</param>
/// <param name="to">Where it goes.</param>
/// <param name="value">How many.</param>
/// <param name="smallest">The smallest value with which it may be shown.</param>
public sealed class Figure(string from, string to, int value, int smallest = Network.Least)
{
    /// <summary>Where it comes from.</summary>
    public string From => from;

    /// <summary>Where it goes.</summary>
    public string To => to;

    /// <summary>How many.</summary>
    public int Value => value;

    /// <summary>Whether it is too small to be told.</summary>
    public bool IsSmall => value < smallest;

    /// <summary>Whether nobody is told.</summary>
    public bool IsHidden { get; private set; }

    /// <summary>Whether that has been decided, because other tables rest on it.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>What is published of it.</summary>
    public int? Shown => IsHidden ? null : value;

    /// <summary>Nobody is told.</summary>
    public void Hide() => IsHidden = true;

    /// <summary>It stays as it is from now on: hidden where it is small, or was.</summary>
    public Figure Settle()
    {
        (IsHidden, IsSettled) = (IsHidden || IsSmall, true);
        return this;
    }
}

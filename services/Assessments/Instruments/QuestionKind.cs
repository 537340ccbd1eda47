namespace Platform.Assessments.Instruments;

/// <summary>What can be answered to a question.</summary>
public enum QuestionKind
{
    /// <summary>One of its codes.</summary>
    OneOf,

    /// <summary>One or several of its codes.</summary>
    Several,

    /// <summary>yes or no.</summary>
    YesNo,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A day.</summary>
    Date,

    /// <summary>Words. No rule reads them, and nobody has to give any.</summary>
    Text,
}

namespace Platform.Assessments;

/// <summary>Marks the assembly, for whoever hosts or reads it.</summary>
public sealed class AssessmentsProgram;

namespace Platform.Registrations.People;

/// <summary>A file that a function of the database moved, with its version from then on.</summary>
internal sealed record MovedFile(Guid Person, int AtVersion);

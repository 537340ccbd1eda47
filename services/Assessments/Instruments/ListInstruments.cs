using Platform.Access;

namespace Platform.Assessments.Instruments;

/// <summary>What can be filled in, each in its newest version and in the caller's language.</summary>
public static class ListInstruments
{
    /// <summary>A line of the list.</summary>
    /// <param name="Code">Of the instrument.</param>
    /// <param name="Version">The newest.</param>
    /// <param name="Title">What it is called.</param>
    /// <param name="About">What it is for, and who uses it.</param>
    /// <param name="Subject">person, household, incident or area: about what it is filled in.</param>
    /// <param name="Package">Code of package.csv: where its answers belong, which decides who may read them.</param>
    /// <param name="Outcome">level or decision.</param>
    public sealed record Item(string Code, int Version, string Title, string About, string Subject, string Package, string Outcome);

    /// <summary>All of them: they are few.</summary>
    public sealed record Instruments(IReadOnlyList<Item> Items);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/instruments", Handle).RequireAuthorization(Policies.SeeInstruments).Audited(DataClass.Organisational).Produces<Instruments>();

    private static IResult Handle(InstrumentCatalogue catalogue) => Results.Ok(new Instruments([.. catalogue.Newest.Select(instrument => Of(instrument.Heading))]));

    private static Item Of(Heading heading) => new(heading.Code, heading.Version, heading.Title.Now(), heading.About.Now(), heading.Subject, heading.Package, heading.Outcome);
}

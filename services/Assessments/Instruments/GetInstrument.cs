using System.Globalization;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Assessments.Instruments;

/// <summary>An instrument with all its sections, questions and options in the caller's language, to be filled in also where there is no line; the newest version, or the one that is asked for.</summary>
public static class GetInstrument
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/instruments/{code}", Handle).RequireAuthorization(Policies.SeeInstruments).Audited(DataClass.Organisational).Produces<RenderedInstrument>();

    private static IResult Handle(string code, int? version, InstrumentCatalogue catalogue) =>
        (version is { } asked ? catalogue.Find(code, asked) : catalogue.NewestOf(code)) is { } instrument
            ? Results.Ok(Rendering.Render(instrument, new InstrumentFacts(), Rendering.NoAnswers, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName))
            : Refusal.NotFound;
}

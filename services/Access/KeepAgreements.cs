namespace Platform.Access;

/// <summary>
/// Writes the agreements and features of identity's standing down in the service's own database, where its policies read them. Done before the
/// standing is anything to this process: it is closed until it knows.
/// </summary>
internal sealed class KeepAgreements(JobDatabase database)
{
    public async Task KeepAsync(Standing standing, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (!await work.QuerySingleOrDefaultAsync<bool>(Newer, new { standing.Version }))
        {
            return;
        }

        var pairs = standing.Agreements.Where(agreement => agreement.Active)
            .SelectMany(agreement => standing.PairsOf(agreement).Select(pair => (pair.From, pair.To, Agreement: agreement))).ToList();
        var rows = new
        {
            from = pairs.Select(pair => pair.From).ToArray(),
            to = pairs.Select(pair => pair.To).ToArray(),
            agreement = pairs.Select(pair => pair.Agreement.AgreementId).ToArray(),
            purposes = pairs.Select(pair => Joined(pair.Agreement.Purposes)).ToArray(),
            packages = pairs.Select(pair => Joined(pair.Agreement.Packages)).ToArray(),
            areas = pairs.Select(pair => Joined(pair.Agreement.AreaCodes)).ToArray(),
            validFrom = pairs.Select(pair => pair.Agreement.From).ToArray(),
            validUntil = pairs.Select(pair => pair.Agreement.Until).ToArray(),
        };
        work.Execute(Forget, new { rows.from, rows.to, rows.agreement });
        work.Execute(Write, rows);
        var spans = standing.Features.SelectMany(feature => standing.DaysOf(feature).Distinct().Select(days => (feature.AgencyId, feature.Feature, days.From, days.Until))).ToList();
        work.Execute(ForgetFeatures);
        work.Execute(WriteFeatures, new
        {
            agencies = spans.Select(span => span.AgencyId).ToArray(),
            features = spans.Select(span => span.Feature).ToArray(),
            validFrom = spans.Select(span => span.From).ToArray(),
            validUntil = spans.Select(span => span.Until).ToArray(),
        });
        await work.CommitAsync();
    }

    // codes have no commas; an array of arrays would have to be as wide everywhere
    private static string Joined(IEnumerable<string> codes) => string.Join(',', codes);

    private const string Newer = """
        insert into access.agreed_version as known (version) values (@version)
        on conflict (only_row) do update set version = excluded.version where known.version < excluded.version
        returning true
        """;

    private const string Forget = """
        delete from access.agreed a
         where not exists (select 1 from unnest(@from, @to, @agreement) as t(from_agency, to_agency, agreement)
                            where t.from_agency = a.from_agency and t.to_agency = a.to_agency and t.agreement = a.agreement)
        """;

    private const string Write = """
        insert into access.agreed as a (from_agency, to_agency, agreement, purposes, packages, area_codes, valid_from, valid_until)
        select t.from_agency, t.to_agency, t.agreement, string_to_array(t.purposes, ','), string_to_array(t.packages, ','), string_to_array(t.areas, ','), t.valid_from, t.valid_until
          from unnest(@from, @to, @agreement, @purposes, @packages, @areas, @validFrom, @validUntil)
               as t(from_agency, to_agency, agreement, purposes, packages, areas, valid_from, valid_until)
        on conflict (from_agency, to_agency, agreement) do update
           set purposes = excluded.purposes, packages = excluded.packages, area_codes = excluded.area_codes, valid_from = excluded.valid_from, valid_until = excluded.valid_until
         where (a.purposes, a.packages, a.area_codes, a.valid_from, a.valid_until)
               is distinct from (excluded.purposes, excluded.packages, excluded.area_codes, excluded.valid_from, excluded.valid_until)
        """;

    // few rows, and this once for each change of the standing
    private const string ForgetFeatures = "delete from access.features_on";

    private const string WriteFeatures = """
        insert into access.features_on (agency, feature, valid_from, valid_until)
        select t.agency, t.feature, t.valid_from, t.valid_until from unnest(@agencies, @features, @validFrom, @validUntil) as t(agency, feature, valid_from, valid_until)
        """;
}

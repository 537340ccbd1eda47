using System.Security.Cryptography;

namespace Platform.Scope.Tests;

/// <summary>What is not theirs and what is not there run the same statements: neither the answer nor the time it takes tells one from the other.</summary>
public static class Tracks
{
    /// <summary>Each request by which a member could tell them apart. Nothing is told where nothing was run.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(RunningPlatform platform, World world, Collector collector)
    {
        var model = new ReferenceModel(world);
        var asked = new List<(string What, string Theirs, string Nobodys)>();
        foreach (var member in world.Members.Where(member => ReferenceModel.KeepsCases(member) && member.Is("supervisor") && model.MayEnter(member)).Take(2))
        {
            var person = world.People.First(person => !ReferenceModel.SeesLedger(member, person) && !person.Erased).Id;
            var referral = world.Referrals.First(referral => !ReferenceModel.Sees(member, referral)).Id;
            foreach (var (service, path, id) in (IEnumerable<(string, string, Guid)>)
            [
                .. ((string[])["", "/statuses", "/encounters", "/family", "/separation", "/tracing", "/household", "/merges", "/programmes", "/attachments", "/consents", "/disclosures", "/copy"]).Select(of => ("registrations", $"/people/*{of}", person)),
                .. world.Transfers.Where(transfer => !ReferenceModel.Sees(member, transfer)).Take(1).Select(transfer => ("registrations", "/transfers/*", transfer.Id)),
                .. world.People.GroupBy(one => one.Household).Where(household => !household.Any(one => ReferenceModel.Sees(member, one))).Take(1).Select(household => ("registrations", "/households/*", household.Key)),
                .. world.Merges.Where(merge => !ReferenceModel.Sees(member, merge)).Take(1).Select(merge => ("registrations", "/merges/*", merge.Id)),
                .. world.Exports.Where(export => !ReferenceModel.Sees(member, export)).Take(1).Select(export => ("registrations", "/exports/*", export.Id)),
                .. world.Imports.Where(import => !ReferenceModel.Sees(member, import)).Take(1).SelectMany(import => ((string[])["", "/errors"]).Select(of => ("registrations", $"/imports/*{of}", import.Id))),
                .. world.Visits.Where(visit => !ReferenceModel.Sees(member, visit)).Take(1).SelectMany(visit => ((string[])["", "/annex", "/advocacy-uses"]).Select(of => ("registrations", $"/visits/*{of}", visit.Id))),
                .. world.FieldRecords.Where(record => record.Kind == "missions" && !ReferenceModel.Sees(member, record)).Take(1).Select(mission => ("registrations", "/missions/*", mission.Id)),
                .. world.SubjectRequests.Where(request => !ReferenceModel.Sees(member, request)).Take(1).Select(request => ("registrations", "/requests/*", request.Id)),
                ("referrals", "/referrals/*", referral),
                ("referrals", "/referrals/*/history", referral),
            ])
            {
                var partner = world.As(member).With(platform.AddressOf(service));
                asked.Add(($"{member.Name}, {path}", await AskAsync(partner, path.Replace("*", $"{id}")), await AskAsync(partner, path.Replace("*", $"{Guid.CreateVersion7()}"))));
            }
        }

        await Task.Delay(TimeSpan.FromSeconds(3));   // each process tells once a second
        Assert.All(asked, ask => Assert.NotEmpty(collector.StatementsOf(ask.Theirs)));
        return
        [
            .. asked.Select(ask => (ask.What, Theirs: collector.StatementsOf(ask.Theirs), Nobodys: collector.StatementsOf(ask.Nobodys))).Where(ran => !ran.Theirs.SequenceEqual(ran.Nobodys))
                .Select(ran => $"{ran.What}: {string.Join("; ", ran.Theirs)}\ninstead of {string.Join("; ", ran.Nobodys)}"),
        ];

        static async Task<string> AskAsync(Partner partner, string path)
        {
            var trace = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            (await partner.GetAsync(path, new() { ["traceparent"] = $"00-{trace}-b7ad6b7169203331-01" })).Expect(404);
            return trace;
        }
    }
}

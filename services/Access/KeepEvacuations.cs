namespace Platform.Access;

/// <summary>Writes down in the service's own database which teams are evacuated, where its policies read it: what these keep is out of reach from then on.</summary>
internal sealed class KeepEvacuations(JobDatabase database)
{
    public async Task KeepAsync(Standing standing, CancellationToken ct)
    {
        var teams = standing.Teams.Where(team => team.Evacuated).Select(team => team.TeamId).ToArray();
        await using var work = await database.BeginAsync(ct);
        work.Execute(Keep, new { standing.Version, teams, desks = teams.Select(team => Grantee.Desk(team, "supervisor")).ToArray() });
        await work.CommitAsync();
    }

    private const string Keep = "select access.keep_evacuated(@version, @teams, @desks)";
}

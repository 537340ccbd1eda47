using Platform.Identity.Clients;

namespace Platform.Identity.Demo;

/// <summary>One agency of the demo. All of it is invented and marked so.</summary>
public sealed record DemoAgency(string Code, string Kind, string Name)
{
    public Guid Id => NameBasedId.For($"agency:{Code}");

    public bool HoldsCases => Kind is "lead" or "un" or "ngo";

    public IReadOnlyList<DemoTeam> Teams => this switch
    {
        { Kind: "lead" } => [.. Hubs.Select(hub => new DemoTeam(this, hub.Code, hub.Name, hub.AreaCode))],
        { HoldsCases: true } => [new DemoTeam(this, "main", "Main team (demo)", "*")],
        _ => [],
    };

    /// <summary>The roles of its client.</summary>
    public string[] SystemRoles => HoldsCases ? ["caseworker", "focal-point"] : [OfficerRole];

    /// <summary>Sign-in names before the @, with the role of each.</summary>
    public IEnumerable<(string Name, string Role)> People => Kind switch
    {
        "lead" => ((string[])["caseworker", "focal-point", "supervisor", "coordinator", "access-admin", "auditor",
            "deduplication-desk", "protection-officer", "statistics", "safeguarding"])
            .Select(role => (role, role)).Append(("access-admin-2", "access-admin")).Append(("deduplication-desk-2", "deduplication-desk")),
        "un" or "ngo" => ((string[])["caseworker", "focal-point", "supervisor", "coordinator"]).Select(role => (role, role)),
        _ => [(OfficerRole, OfficerRole)],
    };

    private string OfficerRole => Kind switch
    {
        "authority" => "authority-officer",
        "embassy" => "consular-officer",
        "receiving-mission" => "reception-officer",
        _ => throw new InvalidOperationException($"A {Kind} has no officer."),
    };

    public static IReadOnlyList<DemoAgency> All { get; } =
    [
        new("iom-libya", "lead", "IOM Libya (demo)"),
        new("unhcr-libya", "un", "UNHCR Libya (demo)"),
        new("unicef-libya", "un", "UNICEF Libya (demo)"),
        new("amal-health", "ngo", "Amal Health (demo)"),
        new("bayt-shelter", "ngo", "Bayt Shelter (demo)"),
        new("rihla-legal", "ngo", "Rihla Legal Aid (demo)"),
        new("social-affairs", "authority", "Social Affairs (demo)"),
        new("detention-authority", "authority", "Detention Authority (demo)"),
        new("embassy-one", "embassy", "Embassy One (demo)"),
        new("mission-one", "receiving-mission", "Receiving Mission One (demo)"),
    ];

    /// <summary>The lead's hubs, with their adm2 P-codes (OCHA common operational datasets).</summary>
    private static readonly (string Code, string Name, string AreaCode)[] Hubs =
    [
        ("sabha", "Sabha hub (demo)", "LY0319"), ("tripoli", "Tripoli hub (demo)", "LY0211"), ("benghazi", "Benghazi hub (demo)", "LY0103"),
        ("misrata", "Misrata hub (demo)", "LY0214"), ("zwara", "Zwara hub (demo)", "LY0215"),
    ];
}

/// <summary>A team of a demo agency.</summary>
public sealed record DemoTeam(DemoAgency Agency, string Code, string Name, string AreaCode)
{
    public Guid Id => NameBasedId.For($"team:{Agency.Code}/{Code}");
}

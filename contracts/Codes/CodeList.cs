using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Platform.Contracts.Codes;

/// <summary>
/// One list of codes, read once from the file of the same name beside this type.
/// The files are the only place where a code is written down; nothing repeats them as constants.
/// </summary>
public sealed class CodeList
{
    private static readonly ConcurrentDictionary<string, Lazy<CodeList>> Loaded = new(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, CodeRow> _rows;

    private CodeList(string name, IReadOnlyList<string> columns, IReadOnlyList<CodeRow> rows)
    {
        Name = name;
        Columns = columns;
        Rows = rows;
        Codes = [.. rows.Select(row => row.Code)];
        _rows = rows.ToFrozenDictionary(row => row.Code, StringComparer.Ordinal);
    }

    public static CodeList Adm1 => Load("libya-adm1");
    public static CodeList Adm2 => Load("libya-adm2");
    public static CodeList Adm3 => Load("libya-adm3");
    /// <summary>Before whom what was seen at a site is used.</summary>
    public static CodeList AdvocacyAudiences => Load("advocacy-audience");
    public static CodeList AgeBands => Load("age-band-unhcr");
    public static CodeList AgencyKinds => Load("agency-kind");
    public static CodeList AgePrecisions => Load("age-precision");
    /// <summary>What may be attached to a person's file.</summary>
    public static CodeList AttachmentKinds => Load("attachment-kind");
    /// <summary>Who cares for a child, as Primero has it.</summary>
    public static CodeList CareArrangements => Load("care-arrangement-primero");
    /// <summary>Why another person cares for a child, or nobody any more.</summary>
    public static CodeList CaregiverChangeReasons => Load("caregiver-change-reason-primero");
    /// <summary>How a person wants to be reached.</summary>
    public static CodeList ContactChannels => Load("contact-channel");
    public static CodeList Countries => Load("country-iso3166");
    /// <summary>Where a head count comes from.</summary>
    public static CodeList CountSources => Load("count-source");
    /// <summary>Where people were brought ashore, as reports named it.</summary>
    public static CodeList DisembarkationPoints => Load("disembarkation-point");
    /// <summary>Who else was there when somebody was met; <c>of_the_site</c>: before whom nobody talks in private.</summary>
    public static CodeList EncounterPresent => Load("encounter-present");
    /// <summary>How somebody was met or spoken to.</summary>
    public static CodeList EncounterWays => Load("encounter-way");
    /// <summary>Why a person's file is erased on request.</summary>
    public static CodeList ErasureReasons => Load("erasure-reason");
    /// <summary>What somebody is to another; <c>primero</c> is the word of Primero's list for it.</summary>
    public static CodeList FamilyRelationships => Load("family-relationship");
    /// <summary>What an agency may have switched on: which class of data it handles, and the packages that an agreement must name for it.</summary>
    public static CodeList Features => Load("feature");
    /// <summary>For what somebody is met again, as Primero has it.</summary>
    public static CodeList FollowUpTypes => Load("followup-type-primero");
    public static CodeList GivenBy => Load("given-by");
    /// <summary>Why a file must not be erased for now.</summary>
    public static CodeList HoldReasons => Load("hold-reason");
    /// <summary>What somebody is in a household.</summary>
    public static CodeList HouseholdRoles => Load("household-role");
    public static CodeList Hubs => Load("operational-hubs");
    /// <summary>How it was looked into whether somebody is what they are said to be to another.</summary>
    public static CodeList KinshipMethods => Load("kinship-method");
    /// <summary>How far it is verified.</summary>
    public static CodeList KinshipStates => Load("kinship-state");
    public static CodeList Languages => Load("language-iso639-3");
    public static CodeList Methods => Load("method");
    /// <summary>What a person is in the terms of migration and displacement; several may hold at once.</summary>
    public static CodeList MigrationStatuses => Load("migration-status");
    /// <summary>What a journey outside the towns is for.</summary>
    public static CodeList MissionPurposes => Load("mission-purpose");
    /// <summary>How far such a journey is.</summary>
    public static CodeList MissionStates => Load("mission-state");
    /// <summary>How far a nationality that a person claims is confirmed.</summary>
    public static CodeList NationalityStates => Load("nationality-state");
    /// <summary>What a photograph of a person is needed for.</summary>
    public static CodeList NeededFor => Load("needed-for");
    /// <summary>Where people were taken from where they were brought ashore.</summary>
    public static CodeList OnwardDestinations => Load("onward-destination");
    /// <summary>Who brought people ashore.</summary>
    public static CodeList OperatingForces => Load("operating-force");
    public static CodeList Outcomes => Load("outcome");
    /// <summary>How an outreach session is held.</summary>
    public static CodeList OutreachMethods => Load("outreach-method");
    public static CodeList Packages => Load("package");
    public static CodeList Priorities => Load("priority");
    public static CodeList Purposes => Load("purpose");
    public static CodeList ReferralStates => Load("referral-state");
    /// <summary>Why a receiver rejected a referral or gave it back.</summary>
    public static CodeList RejectReasons => Load("reject-reason");
    /// <summary>How many days what is kept, and from when they count.</summary>
    public static CodeList Retention => Load("retention");
    public static CodeList Roles => Load("role");
    /// <summary>Scripts that names are written in.</summary>
    public static CodeList Scripts => Load("script");
    /// <summary>Why a child was separated from their family, as Primero has it.</summary>
    public static CodeList SeparationCauses => Load("separation-cause-primero");
    /// <summary>Whether a child is alone, with relatives, or with who cares for them.</summary>
    public static CodeList SeparationStatuses => Load("separation-status");
    public static CodeList Services => Load("service");
    public static CodeList Settings => Load("setting");
    public static CodeList Sexes => Load("sex");
    /// <summary>How far visitors were let into a site.</summary>
    public static CodeList SiteAccess => Load("site-access");
    public static CodeList SiteTypes => Load("site-type");
    /// <summary>What somebody may need in particular: twelve categories, and details that say more.</summary>
    public static CodeList SpecificNeeds => Load("unhcr-specific-needs");
    /// <summary>Who said what a person is.</summary>
    public static CodeList StatusSources => Load("status-source");
    /// <summary>For whom an outreach session is.</summary>
    public static CodeList TargetGroups => Load("target-group");
    /// <summary>What can need somebody, and the service that says so.</summary>
    public static CodeList TaskKinds => Load("task-kind");
    /// <summary>What may be done to find somebody's family, and whether that contacts them: nothing makes a person public.</summary>
    public static CodeList TracingActions => Load("tracing-action");
    /// <summary>How far a search for a family is.</summary>
    public static CodeList TracingStatuses => Load("tracing-status-primero");
    public static CodeList TrainingTopics => Load("training-topic");
    public static CodeList VisitStates => Load("visit-state");
    /// <summary>What a visit looks at.</summary>
    public static CodeList VisitTopics => Load("visit-topic");

    public string Name { get; }

    /// <summary>The names of the columns; the first is always <c>code</c>.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>All codes, in the order of the file, which is the order to show them in.</summary>
    public IReadOnlyList<string> Codes { get; }

    public IReadOnlyList<CodeRow> Rows { get; }

    public CodeRow this[string code] =>
        _rows.TryGetValue(code, out var row) ? row : throw new KeyNotFoundException($"The list {Name} has no code '{code}'.");

    /// <summary>Codes are compared letter by letter; <c>Urgent</c> is not <c>urgent</c>.</summary>
    public bool Contains(string? code) => code is not null && _rows.ContainsKey(code);

    /// <summary>The list of that name, for example <c>libya-adm3</c>.</summary>
    public static CodeList Load(string name) =>
        // Lazy, so that two first readers at once do not both read the file
        Loaded.GetOrAdd(name, static name => new Lazy<CodeList>(() => Read(name))).Value;

    private static CodeList Read(string name)
    {
        var anchor = typeof(CodeList);
        using var stream = anchor.Assembly.GetManifestResourceStream($"{anchor.Namespace}.{name}.csv")
            ?? throw new ArgumentException($"There is no code list '{name}'.", nameof(name));

        var lines = CsvLines.Read(stream, name);
        var columns = lines[0];
        if (columns[0] != "code") throw new FormatException($"{name}: the first column is 'code', not '{columns[0]}'.");

        var positions = columns.Select((column, position) => (column, position))
            .ToFrozenDictionary(pair => pair.column, pair => pair.position, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var rows = new List<CodeRow>(lines.Count - 1);
        foreach (var fields in lines.Skip(1))
        {
            if (fields[0].Length == 0 || !seen.Add(fields[0])) throw new FormatException($"{name}: the code '{fields[0]}' is empty or there twice.");
            rows.Add(new CodeRow(fields, positions));
        }

        return new CodeList(name, columns, rows);
    }
}

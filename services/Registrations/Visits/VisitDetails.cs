using FluentValidation;
using Platform.Contracts.Codes;
using Platform.Hosting;

namespace Platform.Registrations.Visits;

/// <summary>What is told of a visit to a site, when it is planned and when it has been made. No field names somebody who was there.</summary>
/// <param name="Site">Name or reference of the site, as text: there is no list of sites. Sealed, as all texts here.</param>
/// <param name="SiteType">Code of site-type.csv.</param>
/// <param name="AreaCode">adm3 P-code.</param>
/// <param name="Authority">Who controls it.</param>
/// <param name="AuthorityContact">Whom of them one talks to.</param>
/// <param name="PlannedFor">The day it is planned for.</param>
/// <param name="VisitedAt">When it was made; never ahead.</param>
/// <param name="Announced">Whether they knew before.</param>
/// <param name="Access">Code of site-access.csv.</param>
/// <param name="AccessReason">Why it was not full.</param>
/// <param name="TeamSize">How many went.</param>
/// <param name="Visitors">Logins or ids of those of the agency who went: none of them reviews it.</param>
/// <param name="PrivateInterviews">Whether one could talk to people alone.</param>
/// <param name="Capacity">For how many the site is made.</param>
/// <param name="AsGiven">How many were there, as the authority says.</param>
/// <param name="NationalitiesAsGiven">The same by nationality, where the authority says so; nobody counts nationalities by what they see.</param>
/// <param name="AsObserved">How many were there, as the visitors saw.</param>
/// <param name="UnaccompaniedChildren">Of them.</param>
/// <param name="PregnantOrLactating">Of them.</param>
/// <param name="MedicalCases">Of them.</param>
/// <param name="Deaths">Deaths told of since the last visit.</param>
/// <param name="Incidents">Incidents told of since the last visit.</param>
/// <param name="RegisterSeen">Whether the site's register was seen.</param>
/// <param name="Arrivals">Who came since the last visit.</param>
/// <param name="TransfersOut">Who was taken elsewhere since the last visit.</param>
/// <param name="Conditions">By topic, each once.</param>
/// <param name="Distributed">What was given out.</param>
/// <param name="ReprisalRisk">none, possible or likely: what may be done to those who talked.</param>
/// <param name="ReprisalNote">Why.</param>
/// <param name="FollowUpOn">The last day to follow up.</param>
/// <param name="Narrative">All else.</param>
/// <param name="MissionId">The mission on which it was made.</param>
public sealed record VisitDetails(
    string? Site, string? SiteType, string? AreaCode, string? Authority, string? AuthorityContact, DateOnly? PlannedFor, DateTimeOffset? VisitedAt, bool? Announced, string? Access, string? AccessReason,
    int? TeamSize, IReadOnlyList<string>? Visitors, bool? PrivateInterviews, int? Capacity, Headcount? AsGiven, IReadOnlyList<NationalityCount>? NationalitiesAsGiven, Headcount? AsObserved,
    int? UnaccompaniedChildren, int? PregnantOrLactating, int? MedicalCases, int? Deaths, int? Incidents, bool? RegisterSeen, int? Arrivals, int? TransfersOut,
    IReadOnlyList<VisitDetails.Condition>? Conditions, IReadOnlyList<VisitDetails.Item>? Distributed, string? ReprisalRisk, string? ReprisalNote, DateOnly? FollowUpOn, string? Narrative, Guid? MissionId)
{
    /// <summary>How it is in one respect.</summary>
    /// <param name="Topic">Code of visit-topic.csv.</param>
    /// <param name="Rating">1 bad to 4 good.</param>
    /// <param name="Note">Why.</param>
    public sealed record Condition(string? Topic, int? Rating, string? Note);

    /// <summary>Something that was given out.</summary>
    /// <param name="What">As hygiene kit.</param>
    /// <param name="Quantity">How many.</param>
    public sealed record Item(string? What, int? Quantity);

    private sealed class ConditionRules : AbstractValidator<Condition>
    {
        public ConditionRules()
        {
            RuleFor(condition => condition.Topic).NotEmpty().CodeOf(CodeList.VisitTopics.Contains);
            RuleFor(condition => condition.Rating).NotNull().Number(4, least: 1);
            RuleFor(condition => condition.Note).PlainText(2000);
        }
    }

    private sealed class ItemRules : AbstractValidator<Item>
    {
        public ItemRules()
        {
            RuleFor(item => item.What).NotEmpty().PlainText(200);
            RuleFor(item => item.Quantity).NotNull().Number(1_000_000, least: 1);
        }
    }

    /// <summary>The rules of the fields, by the time it is and who is of the agency.</summary>
    internal sealed class Rules : AbstractValidator<VisitDetails>
    {
        private static readonly DateOnly Earliest = new(2000, 1, 1);

        public Rules(DateTimeOffset now, Func<string, bool> isOfTheAgency, bool isDone = false)
        {
            var today = DateOnly.FromDateTime(now.UtcDateTime);
            RuleFor(visit => visit.Site).NotEmpty().PlainText(200);
            RuleFor(visit => visit.SiteType).NotEmpty().CodeOf(CodeList.SiteTypes.Contains);
            RuleFor(visit => visit.AreaCode).NotEmpty().CodeOf(CodeList.Adm3.Contains);
            RuleFor(visit => visit.Authority).PlainText(200);
            RuleFor(visit => visit.AuthorityContact).PlainText(400);
            RuleFor(visit => visit.PlannedFor).Must(day => day is null || (day >= Earliest && day <= today.AddYears(1))).WithMessage(_ => Impossible());
            RuleFor(visit => visit.VisitedAt).Before(now);
            RuleFor(visit => visit.Access).CodeOf(CodeList.SiteAccess.Contains);
            RuleFor(visit => visit.AccessReason).PlainText(2000);
            RuleFor(visit => visit.AccessReason).NotEmpty().When(visit => visit.Access is not (null or "full"));
            if (isDone)
            {
                RuleFor(visit => visit.VisitedAt).NotNull();
                RuleFor(visit => visit.Access).NotEmpty();
            }

            RuleFor(visit => visit.TeamSize).Number(50, least: 1);
            RuleFor(visit => visit.Visitors).CodesOf(isOfTheAgency, most: 50, mayBeAbsent: true);
            RuleFor(visit => visit.Capacity).Number(Headcount.Most);
            RuleFor(visit => visit.AsGiven!).SetValidator(new Headcount.Rules(now)).When(visit => visit.AsGiven is not null);
            RuleFor(visit => visit.AsObserved!).SetValidator(new Headcount.Rules(now)).When(visit => visit.AsObserved is not null);
            RuleFor(visit => visit.NationalitiesAsGiven).PartsOf(300, count => count.Nationality, new NationalityCount.Rules());
            RuleFor(visit => visit.NationalitiesAsGiven).Must((visit, counts) => counts is null or { Count: 0 } || counts.Sum(count => (long)(count?.Number ?? 0)) <= (visit.AsGiven?.Total ?? 0))
                .WithMessage(_ => MoreThanThere());
            foreach (var some in (System.Linq.Expressions.Expression<Func<VisitDetails, int?>>[])[visit => visit.UnaccompaniedChildren, visit => visit.PregnantOrLactating, visit => visit.MedicalCases])
            {
                RuleFor(some).Number(Headcount.Most);
                RuleFor(some).Must((visit, number) => number is null || visit.Largest is not { } total || number <= total).WithMessage(_ => MoreThanThere());
            }

            RuleFor(visit => visit.Deaths).Number(Headcount.Most);
            RuleFor(visit => visit.Incidents).Number(Headcount.Most);
            RuleFor(visit => visit.Arrivals).Number(Headcount.Most);
            RuleFor(visit => visit.TransfersOut).Number(Headcount.Most);
            RuleFor(visit => visit.Conditions).PartsOf(CodeList.VisitTopics.Codes.Count, condition => condition.Topic, new ConditionRules());
            RuleFor(visit => visit.Distributed).PartsOf(50, item => item.What, new ItemRules());
            RuleFor(visit => visit.ReprisalRisk).CodeOf(risk => risk is "none" or "possible" or "likely");
            RuleFor(visit => visit.ReprisalNote).PlainText(2000);
            RuleFor(visit => visit.FollowUpOn).Must(day => day is null || (day >= Earliest && day <= today.AddYears(2))).WithMessage(_ => Impossible());
            RuleFor(visit => visit.Narrative).PlainText(10_000);
        }

        private static string Impossible() => Texts.In("This date cannot be.", "هذا التاريخ غير ممكن.", "Cette date est impossible.");

        private static string MoreThanThere() => Texts.In("More than were there.", "أكثر ممن كانوا هناك.", "Plus qu'il n'y en avait.");
    }

    // of those who counted, who saw more
    private int? Largest => AsGiven?.Total is { } given && AsObserved?.Total is { } observed ? Math.Max(given, observed) : AsGiven?.Total ?? AsObserved?.Total;
}

/// <summary>So many of a nationality, as somebody says.</summary>
/// <param name="Nationality">ISO 3166-1 alpha-3.</param>
/// <param name="Number">How many.</param>
public sealed record NationalityCount(string? Nationality, int? Number)
{
    /// <summary>The rules of the fields.</summary>
    internal sealed class Rules : AbstractValidator<NationalityCount>
    {
        public Rules()
        {
            RuleFor(count => count.Nationality).NotEmpty().CodeOf(CodeList.Countries.Contains);
            RuleFor(count => count.Number).NotNull().Number(Headcount.Most);
        }
    }
}

using FluentValidation;
using Platform.Contracts.Codes;
using Platform.Hosting;
using Platform.Registrations.Visits;

namespace Platform.Registrations.Outreach;

/// <summary>What is told of an awareness or outreach session. There is no roster of those who came: no field here, and no table.</summary>
/// <param name="HeldOn">The day; never ahead.</param>
/// <param name="AreaCode">adm3 P-code.</param>
/// <param name="Place">Where, in words. Sealed, as all texts here.</param>
/// <param name="Method">Code of outreach-method.csv.</param>
/// <param name="Topic">Code of training-topic.csv.</param>
/// <param name="TargetGroup">Code of target-group.csv.</param>
/// <param name="Facilitators">How many led it.</param>
/// <param name="Reached">How many people were reached.</param>
/// <param name="Counts">The same by sex and age band, where that is known: together they are those reached.</param>
/// <param name="Language">ISO 639-3.</param>
/// <param name="KeyQuestions">What was asked, by nobody in particular.</param>
/// <param name="ReferralsMade">How many people were referred.</param>
/// <param name="Feedback">Feedback and complaints, of nobody in particular.</param>
/// <param name="FollowUp">What is to be done.</param>
/// <param name="MissionId">The mission on which it was held.</param>
public sealed record OutreachDetails(
    DateOnly? HeldOn, string? AreaCode, string? Place, string? Method, string? Topic, string? TargetGroup, int? Facilitators, int? Reached, IReadOnlyList<Headcount.Cell>? Counts,
    string? Language, string? KeyQuestions, int? ReferralsMade, string? Feedback, string? FollowUp, Guid? MissionId)
{
    /// <summary>The rules of the fields, by the day it is.</summary>
    internal sealed class Rules : AbstractValidator<OutreachDetails>
    {
        private static readonly DateOnly Earliest = new(2000, 1, 1);

        public Rules(DateOnly today)
        {
            RuleFor(session => session.HeldOn).NotNull();
            RuleFor(session => session.HeldOn).Must(day => day is null || (day >= Earliest && day <= today)).WithMessage(_ => Texts.In("This date cannot be.", "هذا التاريخ غير ممكن.", "Cette date est impossible."));
            RuleFor(session => session.AreaCode).NotEmpty().CodeOf(CodeList.Adm3.Contains);
            RuleFor(session => session.Place).PlainText(200);
            RuleFor(session => session.Method).NotEmpty().CodeOf(CodeList.OutreachMethods.Contains);
            RuleFor(session => session.Topic).NotEmpty().CodeOf(CodeList.TrainingTopics.Contains);
            RuleFor(session => session.TargetGroup).NotEmpty().CodeOf(CodeList.TargetGroups.Contains);
            RuleFor(session => session.Facilitators).Number(100);
            RuleFor(session => session.Reached).NotNull().Number(Headcount.Most);
            RuleFor(session => session.Counts).CellsOf();
            RuleFor(session => session.Counts).Must((session, cells) => cells is null or { Count: 0 } || cells.Sum(cell => (long)(cell?.Number ?? 0)) == session.Reached).WithMessage(_ => Texts.In(
                "These do not add up to those reached.", "مجموع هذه لا يساوي عدد من وُصل إليهم.", "Leur somme n'est pas le nombre de personnes touchées."));
            RuleFor(session => session.Language).CodeOf(CodeList.Languages.Contains);
            RuleFor(session => session.KeyQuestions).PlainText(4000);
            RuleFor(session => session.ReferralsMade).Number(Headcount.Most);
            RuleFor(session => session.Feedback).PlainText(4000);
            RuleFor(session => session.FollowUp).PlainText(2000);
        }
    }
}

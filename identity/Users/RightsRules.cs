using FluentValidation;
using Platform.Contracts.Codes;
using Platform.Hosting;
using Platform.Identity.Agencies;

namespace Platform.Identity.Users;

/// <summary>A request that says what a user or a client may do and where.</summary>
internal interface IGivesRights
{
    /// <summary>Codes of role.csv.</summary>
    IReadOnlyList<string>? Roles { get; }

    /// <summary>Teams, the first the main one.</summary>
    IReadOnlyList<Guid>? TeamIds { get; }

    /// <summary>P-codes or prefixes.</summary>
    IReadOnlyList<string>? AreaCodes { get; }
}

/// <summary>What can be said of the rights in a request alone; whether the agency can give them is for <see cref="Rights" />.</summary>
internal abstract class RightsRules<T> : AbstractValidator<T>
    where T : class, IGivesRights
{
    protected RightsRules()
    {
        RuleFor(rights => rights.Roles).CodesOf(CodeList.Roles.Contains, most: 30);
        RuleFor(rights => rights.TeamIds).AtMost(20);
        RuleFor(rights => rights.AreaCodes).CodesOf(Administered.IsArea, most: 120);
    }
}

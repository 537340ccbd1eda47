namespace Platform.Identity.Users;

/// <summary>The row of a person who has been invited and has no password yet.</summary>
internal sealed record NewUser(
    Guid UserId, Guid AgencyId, string Login, string NormalizedLogin, string[] Roles, Guid[] TeamIds, string[] AreaCodes, Guid? AdministrationAskedBy)
{
    /// <summary>True, or no row where the login is taken.</summary>
    public const string Insert = """
        insert into users (id, agency_id, active, roles, team_ids, area_codes, demo, user_name, normalized_user_name, email_confirmed, security_stamp, concurrency_stamp,
                           phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count, administration_asked_by)
        values (@userId, @agencyId, true, @roles, @teamIds, @areaCodes, false, @login, @normalizedLogin, false, gen_random_uuid()::text, gen_random_uuid()::text,
                false, false, true, 0, @administrationAskedBy)
        on conflict (normalized_user_name) do nothing returning true
        """;
}

namespace Platform.Registrations.Tests.Access;

/// <summary>What functions that act with more rights than their caller refuse by themselves, whatever the code before them lets through.</summary>
public abstract class CallingFunctions : OnThePlatform
{
    protected const string Planted = """
        insert into people (person_id, case_code, agency_id, caseworker_id, registered_by, area_code, setting, version, registered_at, updated_at)
        values (:person, :person::text, :agency, :other, :other, 'LY02', 'urban', 1, now(), now());
        """;

    protected const string Kept = Planted + "insert into access.grants values (:person, :me, 'ownership', '{identity}', null, :me, now());";

    protected const string Consents = """
        insert into consents (consent_id, person_id, purpose, recipient_agency_id, packages, given_by, method, language, expires_on, recorded_by, given_at, withdrawn_at, version)
        values (:consent, :person, 'service-referral', :recipient, '{identity}', 'person', 'oral', 'ar', access.day(), :other, now(), null, 1),
               (:withdrawn, :person, 'service-referral', :recipient, '{identity}', 'person', 'oral', 'ar', access.day(), :other, now(), '2020-01-01', 2);
        """;

    protected Task<string> OutcomeAsync(string roles, string planted, string otherwise, string call, string? afterwards = null, string login = "app") =>
        ByHand.OutcomeAsync(Platform, "registrations", roles, planted, otherwise, call, afterwards, login);
}

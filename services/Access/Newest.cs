namespace Platform.Access;

/// <summary>
/// The newest records of a list, a page of them, as the beginning of a statement: <c>{Newest.In}'people'{Newest.Page} select … from newest n join …</c>, which
/// is given <c>before</c>, <c>beforeRecord</c> and <c>limit</c> (<see cref="PageRequest" />). The newest of each of the caller's grantees by the index, merged:
/// flat, however much others have.
/// </summary>
public static class Newest
{
    /// <summary>Up to the list's name in quotes; conditions on <c>state</c> may follow it.</summary>
    public const string In = """
        with newest as (
            select distinct v.record, v.sort_at
              from unnest((select access.grantees())) as mine(grantee)
             cross join lateral (
                   select record, sort_at from access.visible
                    where grantee = mine.grantee and (sort_at, record) < (@before, @beforeRecord) and list =
        """ + " ";

    /// <summary>What comes after: <c>newest</c> has <c>record</c> and <c>sort_at</c>.</summary>
    public const string Page = """

                    order by sort_at desc, record desc limit @limit) v
             order by v.sort_at desc, v.record desc limit @limit)
        """ + "\n";
}

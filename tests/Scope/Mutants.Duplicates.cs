namespace Platform.Scope.Tests;

/// <content>And those of records that may be of one person.</content>
public sealed partial class Mutants
{
    private void AddDuplicates(Dictionary<string, Reach> reaches)
    {
        reaches["duplicates"] = new("select duplicate_id from duplicates", Seen);
        reaches["duplicates by update"] = new("update duplicates set state = 'different'", Seen);
    }

    // the desk's, and until its day
    private IEnumerable<Guid> Seen(Member member) => world.Pairs.Where(pair => model.Sees(member, pair)).Select(pair => pair.Id);
}

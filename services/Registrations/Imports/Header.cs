using Platform.Hosting;

namespace Platform.Registrations.Imports;

/// <summary>The first row: which column holds what. Nothing is guessed: a name that is not known, or is there twice, or is missing, ends it.</summary>
internal static class Header
{
    /// <summary>The columns by their names. What somebody wrote there is not said again: it may be the first person of a table without a header.</summary>
    public static IReadOnlyDictionary<string, int> Read(TableRow first, ImportTarget target)
    {
        var (columns, faults) = (new Dictionary<string, int>(StringComparer.Ordinal), first.Problems.Select(problem => new Fault(first.Number, Table.Letter(problem.At), problem.Message)).ToList());
        for (var at = 0; at < first.Cells.Count; at++)
        {
            if (first.Cells[at]?.Trim() is not { Length: > 0 } written)
            {
                continue;
            }

            if (target.Columns.FirstOrDefault(known => known.Equals(written, StringComparison.OrdinalIgnoreCase)) is not { } name)
            {
                faults.Add(new Fault(first.Number, Table.Letter(at), Texts.In("No column of this name is known.", "لا يوجد عمود معروف بهذا الاسم.", "Aucune colonne de ce nom n’est connue.")));
            }
            else if (!columns.TryAdd(name, at))
            {
                faults.Add(new Fault(first.Number, name, Texts.In("This column is there twice.", "هذا العمود موجود مرتين.", "Cette colonne figure deux fois.")));
            }
        }

        faults.AddRange(target.Needed.Where(name => !columns.ContainsKey(name)).Select(name =>
            new Fault(first.Number, name, Texts.In("This column is needed.", "هذا العمود مطلوب.", "Cette colonne est requise."))));
        return faults.Count == 0 ? columns : throw new UnreadableException([.. faults]);
    }
}

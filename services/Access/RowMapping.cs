using System.Data;
using System.Runtime.CompilerServices;
using Dapper;

namespace Platform.Access;

/// <summary>How Dapper reads PostgreSQL's types into records: snake_case columns, instants, arrays.</summary>
internal static class RowMapping
{
#pragma warning disable CA2255 // set once, before any row is read
    [ModuleInitializer]
    internal static void Set()
#pragma warning restore CA2255
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.AddTypeHandler(new Instants());
        SqlMapper.AddTypeHandler(new Arrays<string>());
        SqlMapper.AddTypeHandler(new Arrays<Guid>());
        SqlMapper.AddTypeHandler(new Arrays<byte[]>());
    }

    private sealed class Instants : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) => value is DateTimeOffset instant ? instant : new DateTimeOffset((DateTime)value);

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value;
    }

    private sealed class Arrays<T> : SqlMapper.TypeHandler<T[]>
    {
        public override T[] Parse(object value) => (T[])value;

        public override void SetValue(IDbDataParameter parameter, T[]? value) => parameter.Value = value;
    }
}

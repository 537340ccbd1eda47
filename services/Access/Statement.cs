using System.Collections.Concurrent;
using System.Reflection;
using Npgsql;
using NpgsqlTypes;

namespace Platform.Access;

/// <summary>One SQL statement with its named parameters, as part of a batch.</summary>
internal static class Statement
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Shapes = new();

    private static readonly Dictionary<Type, NpgsqlDbType> Types = new()
    {
        [typeof(Guid)] = NpgsqlDbType.Uuid,
        [typeof(Guid[])] = NpgsqlDbType.Array | NpgsqlDbType.Uuid,
        [typeof(string)] = NpgsqlDbType.Text,
        [typeof(string[])] = NpgsqlDbType.Array | NpgsqlDbType.Text,
        [typeof(int)] = NpgsqlDbType.Integer,
        [typeof(int[])] = NpgsqlDbType.Array | NpgsqlDbType.Integer,
        [typeof(long)] = NpgsqlDbType.Bigint,
        [typeof(long[])] = NpgsqlDbType.Array | NpgsqlDbType.Bigint,
        [typeof(bool)] = NpgsqlDbType.Boolean,
        [typeof(byte[])] = NpgsqlDbType.Bytea,
        [typeof(byte[][])] = NpgsqlDbType.Array | NpgsqlDbType.Bytea,
        [typeof(DateOnly)] = NpgsqlDbType.Date,
        [typeof(DateOnly[])] = NpgsqlDbType.Array | NpgsqlDbType.Date,
        [typeof(DateTimeOffset)] = NpgsqlDbType.TimestampTz,
        [typeof(DateTimeOffset[])] = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
        [typeof(TimeSpan)] = NpgsqlDbType.Interval,
    };

    /// <summary>The statement; every readable property of <paramref name="args" /> is a parameter of its name, typed also when null.</summary>
    public static NpgsqlBatchCommand Of(string sql, object? args)
    {
        var command = new NpgsqlBatchCommand(sql);
        if (args is null)
        {
            return command;
        }

        foreach (var property in Shapes.GetOrAdd(args.GetType(), type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)))
        {
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (!Types.TryGetValue(type, out var dbType))
            {
                throw new ArgumentException($"{property.Name}: {type.Name} has no column type here.", nameof(args));
            }

            command.Parameters.Add(new NpgsqlParameter(property.Name, dbType) { Value = property.GetValue(args) ?? DBNull.Value });
        }

        return command;
    }
}

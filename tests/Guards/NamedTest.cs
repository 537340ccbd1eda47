using System.Diagnostics;
using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Platform.Guards.Tests;

/// <summary>
/// A test of another assembly by its name, run here and now: one process holds the platform for all of them. A theory is run row by row until one
/// fails, or by one row only: <c>Class.Method(first argument)</c>.
/// </summary>
public sealed class NamedTest
{
    private static readonly Dictionary<Type, object> Fixtures = [];
    private static readonly Dictionary<Type, Queue<Task<object>>> Ready = [];
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    private readonly MethodInfo method;
    private readonly string? row;

    private NamedTest(MethodInfo method, string? row = null) => (this.method, this.row) = (method, row);

    private static IEnumerable<Assembly> Assemblies => ((string[])["Access", "Assessments", "Gateway", "Identity", "Referrals", "Registrations", "Surface"]).Select(name => Assembly.Load($"Platform.{name}.Tests"));

    /// <summary>All there are but the long ones, in order of their names.</summary>
    public static IReadOnlyList<NamedTest> All { get; } =
    [
        .. Assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => !type.IsAbstract)
            .SelectMany(type => type.GetMethods()).Where(method => method.GetCustomAttribute<FactAttribute>() is { Skip: null } && !method.GetCustomAttributesData().Any(trait => trait.AttributeType == typeof(TraitAttribute)))
            .Select(method => new NamedTest(method)).OrderBy(test => test.Name, StringComparer.Ordinal),
    ];

    public string Class => method.ReflectedType!.Name;

    public string Namespace => method.ReflectedType!.Namespace!;

    public string Name => $"{method.ReflectedType!.FullName}.{method.Name}{(row is null ? "" : $"({row})")}";

    public bool IsTheory => method.GetCustomAttribute<TheoryAttribute>() is not null;

    /// <summary>Whether its class shares something with others that it is given.</summary>
    public bool HasFixture => method.ReflectedType!.GetConstructors().Single().GetParameters().Any(parameter => parameter.ParameterType != typeof(ITestOutputHelper));

    public static NamedTest? Find(string name)
    {
        var (whole, row) = name.IndexOf('(', StringComparison.Ordinal) is > 0 and var at ? (name[..at], name[(at + 1)..^1]) : (name, null);
        return All.FirstOrDefault(test => test.Name == whole) is { } found ? new(found.method, row) : null;
    }

    /// <summary>Null when it passes, otherwise what it said.</summary>
    public async Task<string?> FailsAsync()
    {
        var rows = IsTheory ? method.GetCustomAttributes().OfType<DataAttribute>().SelectMany(data => data.GetData(method)) : [[]];
        var ran = 0;
        foreach (var arguments in rows.Where(arguments => row is null || arguments[0]?.ToString() == row))
        {
            ran++;
            var run = RunAsync(arguments);
            try
            {
                await run.WaitAsync(Longest);
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                return (failure is TargetInvocationException { InnerException: { } inner } ? inner : failure).Message.ReplaceLineEndings(" ");
            }
        }

        return ran > 0 ? null : throw new InvalidOperationException($"{Name} has no such row.");
    }

    private async Task RunAsync(object?[] arguments)
    {
        var test = await MakeAsync(method.ReflectedType!);
        try
        {
            arguments = [.. method.GetParameters().Select((parameter, at) => at < arguments.Length ? Converted(arguments[at], parameter.ParameterType) : parameter.DefaultValue)];
            if (method.Invoke(test, arguments) is Task task) await task;
        }
        finally
        {
            await EndAsync(test);
        }
    }

    /// <summary>Ends the fixtures, which tests share: the next test gets new ones. Two of each kind are made ready meanwhile, for that takes longer than most tests.</summary>
    public static async Task ForgetAsync()
    {
        foreach (var (type, fixture) in Fixtures)
        {
            var ready = Ready.TryGetValue(type, out var made) ? made : Ready[type] = [];
            while (ready.Count < 2) ready.Enqueue(Task.Run(() => MakeAsync(type)));
            await EndAsync(fixture);
        }

        Fixtures.Clear();
    }

    private static async Task EndAsync(object ended)
    {
        if (ended is IAsyncLifetime lifetime) await lifetime.DisposeAsync();
        if (ended is IDisposable disposable) disposable.Dispose();
    }

    private static async Task<object> MakeAsync(Type type)
    {
        var given = new List<object>();
        foreach (var parameter in type.GetConstructors().Single().GetParameters())
        {
            given.Add(parameter.ParameterType == typeof(ITestOutputHelper) ? new Silent()
                : Fixtures.TryGetValue(parameter.ParameterType, out var made) ? made
                : Fixtures[parameter.ParameterType] = await (Ready.TryGetValue(parameter.ParameterType, out var ready) && ready.TryDequeue(out var waiting) ? waiting : MakeAsync(parameter.ParameterType)));
        }

        var instance = type.GetConstructors().Single().Invoke([.. given]);
        if (instance is IAsyncLifetime lifetime) await lifetime.InitializeAsync();
        return instance;
    }

    private static object? Converted(object? value, Type type) =>
        value is not null && value.GetType() != type && Nullable.GetUnderlyingType(type) is null && value is IConvertible && !type.IsEnum && type != typeof(object)
            ? Convert.ChangeType(value, type, System.Globalization.CultureInfo.InvariantCulture) : value;

    private sealed class Silent : ITestOutputHelper
    {
        public void WriteLine(string message) => Debug.WriteLine(message);

        public void WriteLine(string format, params object[] args) => Debug.WriteLine(format, args);
    }
}

using Platform.Contracts.Codes;

namespace Platform.Surface.Tests;

/// <summary>An agency that holds cases and has nothing to do with the record at hand, whose token claims every role there is: no role is why it is refused.</summary>
internal static class Stranger
{
    public static async Task<Partner> WithEveryRoleAsync(Stage stage) =>
        stage.Rihla.With(token: (await Signer.SharedAsync()).Sign(await stage.Platform.TokenAsync("rihla-legal"), claims => claims["role"] = EveryRole()));

    public static JsonArray EveryRole() => [.. CodeList.Roles.Codes.Select(role => (JsonNode)role)];
}

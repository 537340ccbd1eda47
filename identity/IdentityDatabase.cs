using System.Text.RegularExpressions;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Platform.Identity.Clients;
using Platform.Identity.Tokens;
using Platform.Identity.Users;

namespace Platform.Identity;

/// <summary>
/// What OpenIddict, ASP.NET Core Identity and DataProtection keep. Agencies, teams, agreements and signing keys are read
/// with plain SQL. The tables are made by Migrations/*.sql; a test compares them with this model.
/// </summary>
public sealed partial class IdentityDatabase(DbContextOptions<IdentityDatabase> options)
    : IdentityUserContext<User, Guid>(options), IDataProtectionKeyContext
{
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.UseOpenIddict<Client, ClientAuthorization, TokenScope, IssuedToken, Guid>();

        builder.Entity<User>().ToTable("users");
        builder.Entity<Client>().ToTable("clients");
        builder.Entity<ClientAuthorization>().ToTable("authorizations");
        builder.Entity<TokenScope>().ToTable("scopes");
        builder.Entity<IssuedToken>().ToTable("tokens");
        builder.Entity<DataProtectionKey>().ToTable("data_protection_keys");

        foreach (var entity in builder.Model.GetEntityTypes())
        {
            entity.SetTableName(Snake(entity.GetTableName()!.Replace("AspNet", "", StringComparison.Ordinal)));
            foreach (var property in entity.GetProperties()) property.SetColumnName(Snake(property.Name));
            foreach (var key in entity.GetKeys()) key.SetName(Snake(key.GetName()!));
            foreach (var key in entity.GetForeignKeys()) key.SetConstraintName(Snake(key.GetConstraintName()!));
            foreach (var index in entity.GetIndexes()) index.SetDatabaseName(Snake(index.GetDatabaseName()!));
        }
    }

    private static string Snake(string name) => WordStart().Replace(name, "_").Replace("__", "_", StringComparison.Ordinal).ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex WordStart();
}

using System.Text;

namespace Platform.Registrations.Tests.Imports;

public sealed class ImportPeopleTests : Importing
{
    [Fact]
    public async Task Whoever_is_in_a_table_is_registered_as_if_one_by_one()
    {
        var family = Invented();
        var table = $"\uFEFFAgreed;GIVENNAME;familyName;otherNames;sex;birthDate;nationality;languages;phone;safeToCall;areaCode;setting;arrivalDate;note\r\n"
            + $"نعم;فاطمة;{family};;female;1990-05-04;SDN;apd; +218 91 000 0001 ;oui;LY031901;urban;٢٠٢٥-٠١-٣١;\"She said \"\"later\"\";\nInvented.\"\r\n;;;;;;;;;;;;;\r\n"
            + $"yes;فاطمة;{family};Test;male;1991-01-01;;;;;LY031901;urban;;\r\n";

        var import = await ImportedAsync(table);

        Assert.Equal(("done", 2, 0, 2, 2), (How(import), import["rowsRead"]!.GetValue<int>(), import["rowsInvalid"]!.GetValue<int>(), import["rowsTotal"]!.GetValue<int>(), import["rowsImported"]!.GetValue<int>()));
        Assert.Equal(2, await FoundAsync(family));
        var people = (await Sabha.GetAsync("/api/people?limit=200")).Items().Where(person => person.Text("familyName") == family).ToList();
        Assert.Equal(2, people.Count);
        var first = (await Sabha.GetAsync($"/api/people/{people.Single(person => person.Text("sex") == "female").Id("personId")}")).Expect(200).Json;
        Assert.Equal(("1990-05-04", "SDN", "+218 91 000 0001", true, "2025-01-31", "She said \"later\";\nInvented.", await Platform.MemberIdAsync("iom-libya-system")),
            (first.Text("birthDate"), first.Text("nationality"), first.Text("phone"), first["safeToCall"]!.GetValue<bool>(), first.Text("arrivalDate"), first.Text("note"), first.Id("caseworkerId")));
        Assert.Equal("[\"apd\"]", first["languages"]!.ToJsonString());
        (await Supervisor.GetAsync($"/api/people/{first.Id("personId")}")).Expect(200);
        (await Amal.GetAsync($"/api/people/{first.Id("personId")}")).Expect(404);
        Assert.Equal("POST /imports identity allowed", (await AuditOfAsync(first.Id("personId")))[0]);
        Assert.Equal(["POST /imports organisational allowed"], (await AuditOfAsync(import.Id("importId"))).Where(entry => entry.StartsWith("POST", StringComparison.Ordinal)));
        Assert.Equal(2L, await ScalarAsync<long>("select count(*) from access.visible where list = 'people' and record = any ($1) and grantee = $2", people.Select(person => person.Id("personId")).ToArray(), await Platform.MemberIdAsync("iom-libya-system")));
    }

    [Fact]
    public async Task One_row_that_is_wrong_and_nobody_is_registered_and_each_is_told_by_row_and_column_without_what_it_held()
    {
        var family = Invented();
        var table = $"{Head},phone\r\nyes,فاطمة,{family},female,1990,year,LY031901,urban,\r\nno,فاطمة,{family},woman,MCMXC,year,LY,urban,\r\nyes,=cmd,{family},female,1990,year,LY031901,urban,+218910000000\r\n"
            + $"yes,+فاطمة,{family},female,1990,day,LY031901,urban,@x\r\n,,,,,,,,\r\nyes,فاطمة,{family},female,3000,year,LY031901,urban,\r\nyes,فاطمة,{family},female,1990,year,LY031901,urban,,more\r\n";

        var import = await ImportedAsync(table, "?dryRun=false");

        Assert.Equal(("refused rows", 6, 5), (How(import), import["rowsRead"]!.GetValue<int>(), import["rowsInvalid"]!.GetValue<int>()));
        Assert.Null(import["rowsImported"]);
        Assert.Equal("3 agreed, 3 birthYear, 3 sex, 3 areaCode, 4 givenName, 5 givenName, 5 phone, 5 agePrecision, 7 birthYear, 8 J", string.Join(", ", (await PlacesAsync(import)).Split(", ").Where(place => place is not "3 birthDate")));
        Assert.DoesNotContain((await ErrorsAsync(import)).ToList(), line => ((string[])[family, "cmd", "woman", "MCMXC", "more", "3000"]).Any(value => line.Contains(value, StringComparison.Ordinal)));
        Assert.Equal(0, await FoundAsync(family));
        Assert.Equal("done", How(await ImportedAsync(People(family, 1), by: Sabha)));   // put right, it is another file
    }

    [Fact]
    public async Task What_is_wrong_is_said_in_the_language_that_it_was_sent_with()
    {
        var import = await EndedAsync(await SendAsync(Encoding.UTF8.GetBytes($"{Head}\nno,A,B,female,1990,year,LY031901,urban\n"), "?dryRun=true", language: "ar"));

        Assert.Equal(["2,\"agreed\",\"لا يُسجَّل أحد لم يوافق.\""], await ErrorsAsync(import));
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_and_does_nothing()
    {
        var family = Invented();

        var import = await ImportedAsync(People(family, 3), "?dryRun=true");

        Assert.Equal(("checked", 3, 3, true), (How(import), import["rowsRead"]!.GetValue<int>(), import["rowsTotal"]!.GetValue<int>(), import["dryRun"]!.GetValue<bool>()));
        Assert.Null(import["rowsImported"]);
        Assert.Equal(0, await FoundAsync(family));
        Assert.Equal("done", How(await ImportedAsync(People(family, 3))));
    }

    [Fact]
    public async Task The_same_file_is_imported_once_by_an_agency_whoever_sends_it()
    {
        var (family, key) = (Invented(), Guid.NewGuid().ToString());
        var sent = await SendAsync(People(family, 2), key: key);
        var import = await EndedAsync(sent);

        Assert.Equal(import.Id("importId"), (await SendAsync(People(family, 2), key: key)).Expect(202).Json.Id("importId"));   // a repeat
        var again = (await SendAsync(People(family, 2))).Expect(409);
        Assert.Equal(("imported-already", import.Id("importId")), (again.Problem, again.Json.Id("importId")));
        Assert.Equal(import.Id("importId"), (await SendAsync(People(family, 2), by: Supervisor)).Expect(409).Json.Id("importId"));
        var colleague = (await SendAsync(People(family, 2), by: await Platform.SignInAsync("caseworker@iom-libya.demo"))).Expect(409);
        Assert.Equal(("imported-already", null), (colleague.Problem, colleague["importId"]));   // whose it is, is not theirs to see
        Assert.Equal(2, await FoundAsync(family));
        Assert.Equal("done", How(await ImportedAsync(People(family, 2), by: Amal)));
        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SendAsync(People(family, 5))));
        Assert.Equal([202, 409, 409, 409], both.Select(answer => answer.Status).Order());
    }

    [Fact]
    public async Task What_is_no_table_is_refused_at_once()
    {
        Assert.Equal("$", (await SendAsync([])).WrongFields());
        Assert.Equal("$", (await SendAsync("\0\u0001\u0002binary")).WrongFields());
        Assert.Equal("$.dryRun", (await SendAsync(People("X", 1), "?dryRun=perhaps")).WrongFields());
        (await Sabha.SendAsync(HttpMethod.Post, "/api/imports", new byte[(16 * 1024 * 1024) + 1], new() { ["Idempotency-Key"] = $"{Guid.NewGuid()}", ["Expect"] = "100-continue" })).Expect(413);
        Assert.Equal("idempotency-key-required", (await Sabha.SendAsync(HttpMethod.Post, "/api/imports", Encoding.UTF8.GetBytes(People("X", 1)), [], "text/csv")).Expect(400).Problem);
    }

    public static TheoryData<string, string, string> Unreadable => new()
    {
        { "givenName,sex,areaCode,setting", "", "1 agreed" },
        { $"{Head},Sex", "", "1 sex" },
        { $"{Head},religion,phone", "", "1 I" },
        { "فاطمة,Invented,female", "", "1 A, 1 B, 1 C, 1 agreed, 1 givenName, 1 sex, 1 areaCode, 1 setting" },
        { Head, "", "" },
        { Head, "yes,\"فاطمة", "2 B" },
        { Head, "yes,\"فاطمة\"x,", "2 B" },
        { string.Join(',', Enumerable.Range(0, 200)), "", "1 BI" },
        { Head, "\n\nyes,A,B,female,1990,year,LY031901,urban" + new string(',', 60) + "x", "4 BP" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task A_table_that_cannot_be_read_is_refused_where_it_ends(string head, string rows, string places)
    {
        var import = await ImportedAsync($"{head}\n{rows}\n", "?dryRun=true");

        Assert.Equal(("refused file", places), (How(import), await PlacesAsync(import)));
        Assert.DoesNotContain((await ErrorsAsync(import)).ToList(), line => line.Contains("فاطمة", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Encodings_are_read_where_they_say_what_they_are_and_never_guessed()
    {
        var mixed = Encoding.UTF8.GetBytes($"{Head}\nyes,فاطمة,").Concat(new byte[] { 0xC7, 0xE1 }).Concat(Encoding.UTF8.GetBytes(",female,1990,year,LY031901,urban\n")).ToArray();
        var (family, other) = (Invented(), Invented());

        var refused = await ImportedAsync(mixed);
        var utf16 = await ImportedAsync([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(People(family, 1).Replace(',', '\t'))]);
        var bigEndian = await ImportedAsync([.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(People(other, 1))]);
        var broken = await ImportedAsync([.. Encoding.Unicode.Preamble, 0x00, 0xD8, 0x00]);

        Assert.Equal(("refused rows", "2 familyName"), (How(refused), await PlacesAsync(refused)));
        Assert.Contains($"{mixed.AsSpan().IndexOf((byte)0xC7) + 3}", Assert.Single(await ErrorsAsync(refused)), StringComparison.Ordinal);
        Assert.Equal(("done", "done", "refused file"), (How(utf16), How(bigEndian), How(broken)));
        Assert.Equal((1, 1), (await FoundAsync(family), await FoundAsync(other)));
    }

    [Fact]
    public async Task More_than_fifty_thousand_rows_are_too_many()
    {
        var import = await ImportedAsync($"{Head}\n" + string.Concat(Enumerable.Repeat("no,A,B,female,1990,year,LY031901,urban\n", 50_001)), "?dryRun=true");

        Assert.Equal(("refused file", 50_000), (How(import), import["rowsRead"]!.GetValue<int>()));
        var errors = await ErrorsAsync(import);
        Assert.Equal((20_001, ",\"\",\"At most 50000 rows.\""), (errors.Count, errors[^1]));   // so many are told, and why it ended
    }
}

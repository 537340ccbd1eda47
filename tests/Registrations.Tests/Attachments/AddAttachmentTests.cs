using System.Net;
using System.Text;
using SkiaSharp;

namespace Platform.Registrations.Tests.Attachments;

public sealed class AddAttachmentTests : OnThePlatform
{
    internal const string AsPhoto = "kind=photo&neededFor=identification&givenBy=self&method=verbal";

    internal static Task<Answer> AddAsync(Partner partner, Guid person, byte[] file, string query = AsPhoto, string? key = null, string contentType = "image/jpeg") =>
        partner.SendAsync(HttpMethod.Post, $"/api/people/{person}/attachments?{query}", file, new() { ["Idempotency-Key"] = key ?? Guid.NewGuid().ToString() }, contentType);

    [Fact]
    public async Task A_photograph_is_made_anew_without_what_the_camera_wrote_into_it()
    {
        var person = await Amal.RegisterAsync();

        var added = (await AddAsync(Amal, person, Files.Polyglot())).Expect(201);

        Assert.Equal("attachmentId bytes givenBy kind mediaType method neededFor recordedAt recordedBy", added.Json.FieldNames());
        Assert.Equal(("photo", "image/jpeg"), (added.Json.Text("kind"), added.Json.Text("mediaType")));
        var kept = await ContentAsync(person, added.Json.Id("attachmentId"));
        Assert.DoesNotContain("script", Encoding.Latin1.GetString(kept), StringComparison.Ordinal);
        Assert.DoesNotContain("GPS", Encoding.Latin1.GetString(kept), StringComparison.Ordinal);
        Assert.DoesNotContain("Exif", Encoding.Latin1.GetString(kept), StringComparison.Ordinal);
        using var picture = SKBitmap.Decode(kept);
        Assert.Equal((20, 40), (picture.Width, picture.Height));   // upright
        var point = picture.GetPixel(10, 20);
        Assert.True(Math.Abs(point.Red - SKColors.SeaGreen.Red) < 8 && Math.Abs(point.Green - SKColors.SeaGreen.Green) < 8, $"{point}");
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public async Task Other_pictures_become_one_of_the_same_kind(SKEncodedImageFormat format)
    {
        var added = (await AddAsync(Amal, await Amal.RegisterAsync(), Files.Drawn(format, 3000, 1500))).Expect(201);

        Assert.Equal("image/jpeg", added.Json.Text("mediaType"));
    }

    [Fact]
    public async Task A_document_is_kept_as_it_is()
    {
        var (person, pdf) = (await Amal.RegisterAsync(), Files.Pdf());

        var added = (await AddAsync(Amal, person, pdf, "kind=identity-document", contentType: "application/pdf")).Expect(201);

        Assert.Equal(pdf, await ContentAsync(person, added.Json.Id("attachmentId")));
    }

    public static TheoryData<string, byte[], string> Unfit => new()
    {
        { "a script that is called a picture", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"u8.ToArray(), AsPhoto },
        { "a page behind the first bytes of a picture", [0xFF, 0xD8, 0xFF, 0xE0, .. "<html><script>alert(1)</script>"u8], AsPhoto },
        { "half a picture", Files.Photo()[..200], AsPhoto },
        { "a picture that unfolds", Files.Bomb(), AsPhoto },
        { "a program", [0x4D, 0x5A, .. new byte[500]], "kind=other-document" },
        { "a document as a photograph", Files.Pdf(), AsPhoto },
        { "a document that runs a script", Files.Pdf("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "kind=other-document" },
        { "the same, said in short", Files.Pdf("/AA << /JS (app.alert(1)) >>"), "kind=other-document" },
        { "a document that starts a program", Files.Pdf("/OpenAction << /S /Launch /F (calc.exe) >>"), "kind=other-document" },
        { "a document that carries a file", Files.Pdf("/EmbeddedFiles << /Names [] >>"), "kind=other-document" },
        { "a document without an end", Files.Pdf()[..^8], "kind=other-document" },
        { "a document that begins as something else", [.. "GIF89a"u8, .. Files.Pdf()], "kind=other-document" },
    };

    [Theory]
    [MemberData(nameof(Unfit))]
    public async Task What_is_not_what_it_claims_to_be_is_not_taken(string what, byte[] file, string query)
    {
        _ = what;
        var person = await Amal.RegisterAsync();

        Assert.Equal("$", (await AddAsync(Amal, person, file, query)).WrongFields());
        Assert.Empty((await Amal.GetAsync($"/api/people/{person}/attachments")).Items());
    }

    [Theory]
    [InlineData("", "$.kind")]
    [InlineData("kind=selfie", "$.kind")]
    [InlineData("kind=photo", "$.givenBy $.method $.neededFor")]                                        // nobody agreed
    [InlineData("kind=photo&neededFor=fun&givenBy=police&method=threat", "$.givenBy $.method $.neededFor")]
    public async Task A_photograph_says_what_it_is_needed_for_and_who_agreed(string query, string paths) =>
        Assert.Equal(paths, (await AddAsync(Amal, await Amal.RegisterAsync(), Files.Photo(), query)).WrongFields());

    [Fact]
    public async Task What_is_too_large_is_not_taken_in()
    {
        var person = await Amal.RegisterAsync();

        Assert.Equal("too-large", (await AddAsync(Amal, person, new byte[(5 * 1024 * 1024) + 1])).Expect(413).Problem);
        Assert.Equal("$", (await AddAsync(Amal, person, new byte[5 * 1024 * 1024])).WrongFields());   // taken in, and not a picture
        Assert.Equal("$", (await AddAsync(Amal, person, [])).WrongFields());
    }

    [Fact]
    public async Task A_repeat_attaches_nothing_more_and_another_file_under_its_key_is_refused()
    {
        var (person, key) = (await Amal.RegisterAsync(), Guid.NewGuid().ToString());
        var first = (await AddAsync(Amal, person, Files.Photo(), key: key)).Expect(201);

        Assert.Equal(first.Json.Id("attachmentId"), (await AddAsync(Amal, person, Files.Photo(), key: key)).Expect(201).Json.Id("attachmentId"));
        (await AddAsync(Amal, person, Files.Pdf(), "kind=other-document", key)).Expect(422);
        Assert.Single((await Amal.GetAsync($"/api/people/{person}/attachments")).Items());
    }

    [Fact]
    public async Task Fifty_are_enough()
    {
        var person = await Amal.RegisterAsync();
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var fill = new Npgsql.NpgsqlCommand(
            "insert into person_attachments (attachment_id, person_id, about, content, bytes, recorded_by, recorded_at) select gen_random_uuid(), $1, '', '', 0, $1, now() from generate_series(1, 50)", database)
        { Parameters = { new() { Value = person } } };
        await fill.ExecuteNonQueryAsync();

        Assert.Equal("full", (await AddAsync(Amal, person, Files.Photo())).Expect(409).Json.Text("state"));
    }

    [Fact]
    public async Task Who_does_not_keep_the_file_attaches_nothing()
    {
        var person = await Amal.RegisterAsync();

        (await AddAsync(Bayt, person, "no picture"u8.ToArray())).Expect(404);   // what it is nobody looks at
        (await AddAsync(await WhoOnlyReadsAsync(person), person, Files.Photo())).Expect(403);
    }

    private async Task<byte[]> ContentAsync(Guid person, Guid attachment)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Platform.AddressOf("gateway"), $"/api/people/{person}/attachments/{attachment}/content"));
        request.Headers.Authorization = new("Bearer", await Amal.TokenAsync());
        using var answer = await Platform.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Contains("sandbox", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        return await answer.Content.ReadAsByteArrayAsync();
    }
}

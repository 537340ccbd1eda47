namespace Platform.Registrations.Attachments;

/// <summary>What is attached to people's files.</summary>
internal static class AttachmentsSetup
{
    /// <summary>The scanner, where one is configured.</summary>
    public static void AddAttachments(this IHostApplicationBuilder builder) => builder.Services.AddSingleton<Scanner>();

    /// <summary>Maps the routes of this folder.</summary>
    public static void MapAttachments(this IEndpointRouteBuilder app)
    {
        AddAttachment.Map(app);
        ListAttachments.Map(app);
        DownloadAttachment.Map(app);
        RemoveAttachment.Map(app);
    }
}

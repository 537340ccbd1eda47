using System.Diagnostics;
using Platform.Tests.Running;
using Platform.Tests.Servers;

namespace Platform.Benchmarks;

/// <summary>nginx as a plain reverse proxy with kept connections, private to this run.</summary>
public sealed class Nginx : IAsyncDisposable
{
    private readonly Process process;
    private readonly DirectoryInfo home;

    private Nginx(Process process, DirectoryInfo home, Uri address) => (this.process, this.home, Address) = (process, home, address);

    public Uri Address { get; }

    /// <summary>Null where there is no nginx.</summary>
    public static async Task<Nginx?> StartAsync(Uri backend)
    {
        var program = ((string[])["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"]).FirstOrDefault(File.Exists);
        if (program is null)
        {
            return null;
        }

        var home = Directory.CreateTempSubdirectory("platform-nginx-");
        var address = new Uri($"http://127.0.0.1:{FreePort.Take()}");
        var conf = Path.Combine(home.FullName, "nginx.conf");
        await File.WriteAllTextAsync(conf, $$"""
            daemon off;
            worker_processes {{Environment.ProcessorCount}};
            pid {{home.FullName}}/nginx.pid;
            error_log {{home.FullName}}/error.log;
            {{(Environment.UserName == "root" ? "user root;" : "")}}
            events { worker_connections 1024; }
            http {
                access_log off;
                client_body_temp_path {{home.FullName}}/body;
                proxy_temp_path {{home.FullName}}/proxy;
                fastcgi_temp_path {{home.FullName}}/fastcgi;
                uwsgi_temp_path {{home.FullName}}/uwsgi;
                scgi_temp_path {{home.FullName}}/scgi;
                keepalive_requests 1000000;
                upstream backend { server 127.0.0.1:{{backend.Port}}; keepalive 64; keepalive_requests 1000000; }
                server {
                    listen 127.0.0.1:{{address.Port}};
                    location / { proxy_pass http://backend; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $host; }
                }
            }
            """);
        var process = Process.Start(new ProcessStartInfo(program, ["-c", conf, "-p", home.FullName]) { RedirectStandardError = true })!;
        var nginx = new Nginx(process, home, address);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => nginx.Kill();
        using var http = new HttpClient();
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(address, "/bench/word"));
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
                return false;
            }
        }, TimeSpan.FromSeconds(10));
        return nginx;
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        process.Dispose();
        home.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private void Kill()
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }
        }
        catch (InvalidOperationException)
        {
            // ended and given back before
        }
    }
}

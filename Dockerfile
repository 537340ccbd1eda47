# All processes of the platform from one file: docker build --target <identity | gateway | registrations | assessments | referrals> .
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# What decides which packages are needed comes first, so that a change of the code restores nothing again.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY contracts/Platform.Contracts.csproj contracts/packages.lock.json contracts/
COPY services/Hosting/Platform.Hosting.csproj services/Hosting/packages.lock.json services/Hosting/
COPY services/Access/Platform.Access.csproj services/Access/packages.lock.json services/Access/
COPY services/Messaging/Platform.Messaging.csproj services/Messaging/packages.lock.json services/Messaging/
COPY services/Registrations/Platform.Registrations.csproj services/Registrations/packages.lock.json services/Registrations/
COPY services/Assessments/Platform.Assessments.csproj services/Assessments/packages.lock.json services/Assessments/
COPY services/Referrals/Platform.Referrals.csproj services/Referrals/packages.lock.json services/Referrals/
COPY identity/Platform.Identity.csproj identity/packages.lock.json identity/
COPY gateway/Platform.Gateway.csproj gateway/packages.lock.json gateway/
RUN for project in identity gateway services/Registrations services/Assessments services/Referrals; do dotnet restore "$project" --locked-mode || exit 1; done

COPY contracts contracts
COPY services services
COPY identity identity
COPY gateway gateway
# One after the other: they share projects, and two compilers would write the same files.
RUN for project in identity gateway services/Registrations services/Assessments services/Referrals; do \
      dotnet publish "$project" -c Release --no-restore -p:UseAppHost=false -o "/out/$(basename "$project" | tr '[:upper:]' '[:lower:]')" || exit 1; \
    done

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS process
WORKDIR /app
# 8080 above 1024, so that no right is needed; the diagnostics socket would want a writable file system.
ENV ASPNETCORE_URLS=http://+:8080 DOTNET_EnableDiagnostics=0 TZ=UTC
EXPOSE 8080
# by number, so that an orchestrator can see that it is not root
USER 1654:1654

FROM process AS identity
COPY --from=build /out/identity .
ENTRYPOINT ["dotnet", "Platform.Identity.dll"]

FROM process AS gateway
COPY --from=build /out/gateway .
ENTRYPOINT ["dotnet", "Platform.Gateway.dll"]

FROM process AS registrations
COPY --from=build /out/registrations .
ENTRYPOINT ["dotnet", "Platform.Registrations.dll"]

FROM process AS assessments
COPY --from=build /out/assessments .
ENTRYPOINT ["dotnet", "Platform.Assessments.dll"]

FROM process AS referrals
COPY --from=build /out/referrals .
ENTRYPOINT ["dotnet", "Platform.Referrals.dll"]

// What `sst deploy` reads: the app's name, where it lives, and the resources in infra/.

export default $config({
  app: ({ stage }) => ({
    name: "tapedeck",
    home: "aws",
    // `sst remove` leaves the recordings of a permanent stage alone, and refuses to run at all.
    removal: stage === "production" ? "retain" : "remove",
    protect: stage === "production",
    // Fixed here and not taken from the shell: a deploy from a shell set to another region would
    // make a second, empty Tapedeck there. Choose before the first deploy.
    providers: { aws: { region: "us-east-1", defaultTags: { tags: { app: "tapedeck", stage } } } },
  }),
  async run() {
    const { recordings } = await import("./infra/storage.ts");
    const { siteOrigin } = await import("./infra/web.ts");
    const { pool, hostedUiOrigin, webClient } = await import("./infra/auth.ts");
    await import("./infra/api.ts");
    await import("./infra/events.ts");
    await import("./infra/alarms.ts");
    await import("./infra/budget.ts");
    return {
      site: siteOrigin,
      bucket: recordings.name,
      userPool: pool.id,
      signIn: hostedUiOrigin,
      webClient: webClient.id,
    };
  },
});

/** For a process that must know nothing of the developer's own environment. */
export function scriptEnvironment(settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { NODE_ENV: "test", PATH: process.env.PATH, ...settings };
}

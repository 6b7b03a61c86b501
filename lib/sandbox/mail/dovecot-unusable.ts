/** Dovecot is installed but cannot run here: with `auto` the sandbox then takes the engine in this process. */
export class DovecotUnusable extends Error {
  override readonly name = "DovecotUnusable";
}

import type { DovecotFolders, SystemUser } from "@/lib/sandbox/mail/dovecot-folders";

export type DovecotSettings = {
  readonly folders: DovecotFolders;
  readonly host: string;
  readonly imapPort: number;
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly loginProgram: string;
  /** Set when an ordinary user runs Dovecot: every process is then that user and nothing is chrooted. */
  readonly soleUser: (SystemUser & { readonly groupName: string }) | null;
};

/**
 * A private Dovecot 2.3 with IMAPS on loopback and LMTP on a socket. Logins are decided by `loginProgram`, which
 * asks the sandbox; therefore Dovecot's own cache and its delays after failures are off.
 */
export function renderDovecotConfig(settings: DovecotSettings): string {
  const { runtime } = settings.folders;
  // A login process stays with its TLS connection to the end, and a hundred are fewer than a portal may hold.
  return `
instance_name = pasture-sandbox
base_dir = ${runtime}/run
state_dir = ${runtime}/state
log_path = /dev/stderr
log_timestamp = ""
protocols = imap lmtp
listen = ${settings.host}
ssl = required
ssl_cert = <${settings.certificateFile}
ssl_key = <${settings.keyFile}
auth_mechanisms = plain login
auth_username_format = %Lu
auth_failure_delay = 0
auth_cache_size = 0
first_valid_uid = 1
mail_max_userip_connections = 100
mail_location = maildir:~/Maildir
mail_plugins = quota
lda_mailbox_autocreate = yes
shutdown_clients = yes
default_vsz_limit = 0
passdb {
  driver = checkpassword
  args = ${settings.loginProgram}
}
userdb {
  driver = prefetch
}
userdb {
  driver = checkpassword
  args = ${settings.loginProgram}
}
namespace inbox {
  inbox = yes
  separator = /
${renderMailboxes()}
}
service imap-login {
  process_limit = 1000
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    port = ${settings.imapPort}
    ssl = yes
  }
}
service lmtp {
  unix_listener lmtp {
    mode = 0600
  }
}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
protocol imap {
  mail_plugins = quota imap_quota
}
plugin {
  quota = dict:User quota::file:%h/${QUOTA_FILE}
  quota_exceeded_message = Mailbox is full
}
${settings.soleUser ? renderSoleUser(settings.soleUser) : ""}`;
}

/** Relative to a user's home; lines of key and value in turn. */
export const QUOTA_FILE = "dovecot-quota";

function renderMailboxes(): string {
  const folders = ["Sent", "Drafts", "Junk", "Trash", "Archive"];
  return folders
    .map((name) => `  mailbox ${name} {\n    auto = subscribe\n    special_use = \\${name}\n  }`)
    .join("\n");
}

function renderSoleUser(user: SystemUser & { readonly groupName: string }): string {
  return `default_internal_user = ${user.name}
default_internal_group = ${user.groupName}
default_login_user = ${user.name}
service anvil {
  chroot =
}
service imap-login {
  chroot =
}
service lmtp {
  user = ${user.name}
}
`;
}

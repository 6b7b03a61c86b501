/**
 * The program Dovecot starts for each login (passdb) and each look-up of a user (userdb), in the checkpassword
 * manner: name and password arrive on descriptor 3, the answer is the environment of the program it becomes.
 * It passes the question to the sandbox's socket, so that all rules live in one place. Perl with its Socket module
 * is part of every Debian; texts travel in hex, which needs no quoting.
 * https://doc.dovecot.org/2.3/configuration_manual/authentication/checkpassword/
 */
export function renderLoginProgram(socketPath: string): string {
  return `#!/usr/bin/perl
use strict;
use warnings;
use Socket;

my $input = '';
open(my $descriptor, '<&=', 3) or exit 111;
while (sysread($descriptor, my $part, 4096)) { $input .= $part; }
my ($user, $password) = split(/\\0/, $input, -1);
exit 1 unless defined $user;
$password = '' unless defined $password;
my $is_lookup = ($ENV{AUTHORIZED} || '') eq '1';

socket(my $socket, PF_UNIX, SOCK_STREAM, 0) or exit 111;
connect($socket, sockaddr_un('${socketPath}')) or exit 111;
my @question = $is_lookup
  ? ('find', unpack('H*', $user))
  : ('login', $ENV{SERVICE} || 'imap', $ENV{TCPREMOTEIP} || '127.0.0.1', unpack('H*', $user), unpack('H*', $password));
syswrite($socket, join(' ', @question) . "\\n") or exit 111;
my $answer = '';
while (sysread($socket, my $part, 4096)) { $answer .= $part; }

my ($word, $uid, $gid, $quota_bytes, $home) = split(/[ \\n]/, $answer);
exit 111 unless defined $word;
exit($is_lookup ? 3 : 1) if $word ne 'ok';
$ENV{USER} = lc $user;
$ENV{HOME} = pack('H*', $home);
$ENV{userdb_uid} = $uid;
$ENV{userdb_gid} = $gid;
$ENV{userdb_quota_rule} = "*:bytes=$quota_bytes";
$ENV{EXTRA} = 'userdb_uid userdb_gid userdb_quota_rule';
$ENV{AUTHORIZED} = '2' if $is_lookup;
exec { $ARGV[0] } @ARGV or exit 111;
`;
}

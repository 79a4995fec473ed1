//! The company's forge by ssh: a real sshd, whose sessions may do no more than fetch.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use crate::company::{FORGE, secret_module};
use crate::forge::Forge;
use crate::http::{Pages, Reply, Request};
use crate::part::Part;
use crate::site::Site;
use crate::world::{World, place};

/// The repository of the secret module, as a page names it.
pub(crate) const REPOSITORY: &str = "ssh://git@git.corp.example/team/secret.git";

/// How the forge's sshd is set up.
#[derive(Default)]
pub(crate) struct Sshd {
    port: Option<u16>,
    lines: &'static str,
}

impl Sshd {
    pub(crate) fn at(port: u16) -> Sshd {
        Sshd { port: Some(port), ..Sshd::default() }
    }

    /// More lines of its settings.
    pub(crate) fn set(mut self, lines: &'static str) -> Sshd {
        self.lines = lines;
        self
    }

    /// sshd as a user that is not root needs no other user to change to, and lets that
    /// one in alone. Its port is one that only root may take elsewhere.
    fn part(self) -> Part {
        let port = self.port.unwrap_or(22);
        let lines = self.lines;
        Part::new("sshd", FORGE, port, &["-D", "-e", "-f", "HERE/sshd_config"])
            .unrooted()
            .file("passwd", |_| format!("git:x:1000:1000::{}:/bin/sh\n", place("parts").display()))
            .file("serve", |_| serve())
            .file("sshd_config", move |address| {
                format!(
                    "ListenAddress {address}\nPort {port}\nHostKey {}\nAuthorizedKeysFile {}\n\
                     StrictModes no\nUsePAM no\nPasswordAuthentication no\n\
                     KbdInteractiveAuthentication no\nPidFile none\n\
                     ForceCommand sh HERE/serve\n{lines}\n",
                    key("host").display(),
                    place("keys/authorized").display(),
                )
            })
    }
}

/// What runs in place of what a client asks for.
fn serve() -> String {
    let forge = place("forge").join(FORGE);
    format!(
        "eval \"set -- $SSH_ORIGINAL_COMMAND\"\n\
         case \"$1\" in\n\
         hg) cd {forge}/hg && exec hg -R \"${{3#/}}\" serve --stdio ;;\n\
         svnserve) exec svnserve -t -r {forge}/svn ;;\n\
         esac\n\
         name=${{2#/}}; folder={forge}/${{name%.git}}\n\
         [ -d \"$folder\" ] || {{ echo 'ERROR: Repository not found.' >&2; exit 1; }}\n\
         exec git upload-pack \"$folder\"\n",
        forge = forge.display()
    )
}

/// The path of a key pair's private half, made where there is none yet.
pub(crate) fn key(name: &str) -> PathBuf {
    key_of(name, "ed25519", "")
}

/// The same of this kind and with this passphrase.
pub(crate) fn key_of(name: &str, kind: &str, passphrase: &str) -> PathBuf {
    let path = place("keys").join(name);
    fs::create_dir_all(place("keys")).expect("a folder for keys");
    if !path.exists() {
        let made = Command::new("ssh-keygen")
            .args(["-q", "-t", kind, "-C", name, "-N", passphrase, "-f"])
            .arg(&path)
            .status();
        assert!(made.is_ok_and(|status| status.success()), "making a key with ssh-keygen");
    }
    path
}

/// The public half, as known hosts have it.
pub(crate) fn public(name: &str) -> String {
    let text = fs::read_to_string(key(name).with_extension("pub")).expect("a public key");
    text.split(' ').take(2).collect::<Vec<_>>().join(" ")
}

/// The same by a forge that serves git by https as well.
pub(crate) fn page_and_forge(vcs: &'static str, repository: &'static str) -> Pages {
    let (page, forge) = (page(vcs, repository), Forge::of(&[secret_module()]).pages());
    Arc::new(
        move |request: &Request| {
            if request.target.ends_with("?go-get=1") { page(request) } else { forge(request) }
        },
    )
}

/// What the forge says of the secret module: it lies in this repository.
pub(crate) fn page(vcs: &'static str, repository: &'static str) -> Pages {
    let module = secret_module().path;
    Arc::new(move |request: &Request| {
        if !request.target.ends_with("?go-get=1") {
            return Reply::html(404, "nothing here");
        }
        let content = format!("{module} {vcs} {repository}");
        Reply::bytes(format!("<meta name=\"go-import\" content=\"{content}\">"))
    })
}

impl World {
    /// A forge whose pages name repositories by ssh, and a user who has a key and knows
    /// the forge's; the project requires the secret module.
    pub(crate) fn by_ssh(self, sshd: Sshd) -> World {
        let port = sshd.port.unwrap_or(22);
        let _repository = Forge::of(&[secret_module()]);
        self.site(Site::https(FORGE, page("git", REPOSITORY)).http1_only())
            .project(&[secret_module()])
            .env("GOPRIVATE", FORGE)
            .user()
            .authorized("own")
            .own_key("own")
            .knows(port, "host")
            .part(sshd.part())
    }

    /// ssh looks in the home of the list of users, whatever HOME says.
    pub(crate) fn user(self) -> World {
        let home = place("home").display().to_string();
        self.etc("/etc/passwd", &format!("root:x:0:0:root:{home}:/bin/sh\n"))
    }

    /// The only key that the forge lets in.
    pub(crate) fn authorized(self, name: &str) -> World {
        let text = fs::read_to_string(key(name).with_extension("pub")).expect("a public key");
        fs::write(place("keys/authorized"), text).expect("a list of keys");
        self
    }

    /// The user's key is this one.
    pub(crate) fn own_key(self, name: &str) -> World {
        self.own_key_of(key(name))
    }

    /// The user's key is a copy of this file.
    pub(crate) fn own_key_of(self, path: PathBuf) -> World {
        let own = place("home/.ssh/id_ed25519");
        fs::create_dir_all(place("home/.ssh")).expect("a folder for keys");
        fs::copy(path, &own).expect("a key");
        fs::set_permissions(own, fs::Permissions::from_mode(0o600)).expect("a key's mode");
        self
    }

    /// The user has no key.
    pub(crate) fn without_key(self) -> World {
        drop(fs::remove_file(place("home/.ssh/id_ed25519")));
        self
    }

    /// The user knows the forge by this key, and by no other.
    pub(crate) fn knows(self, port: u16, name: &str) -> World {
        let listed = if port == 22 { FORGE.to_owned() } else { format!("[{FORGE}]:{port}") };
        self.file("home/.ssh/known_hosts", format!("{listed} {}\n", public(name)))
    }
}

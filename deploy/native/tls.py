"""The secure broker's certificate and the CA that clients trust, made by Java's own keytool."""

import shutil
from pathlib import Path

from deploy.native.errors import StackError
from deploy.native.layout import java
from deploy.native.process import last_line, run

KEY = "-keyalg EC -groupname secp256r1 -validity 3650"
SECRET = "ATTACHE_STORE_PASSWORD"


def keystore(folder: Path, password: str) -> Path:
    """The broker's key and chain. `ca.pem` lies beside it; the CA's own key is thrown away."""
    store = folder / "broker.p12"
    if store.exists() and (folder / "ca.pem").exists():
        return store
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = folder.with_name("tls.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700)
    made, ca = part / "broker.p12", part / "ca.pem"
    for words in (
        "-genkeypair -alias ca -dname CN=attache-ca -ext bc:c=ca:true,pathlen:0 "
        f"-ext ku:c=keyCertSign {KEY}",
        "-genkeypair -alias broker -dname CN=attache-kafka -signer ca "
        f"-ext san=ip:127.0.0.1,dns:localhost -ext eku=serverAuth,clientAuth {KEY}",
    ):
        _keytool(password, *words.split(), store=made)
    _keytool(password, "-exportcert", "-rfc", "-alias", "ca", "-file", str(ca), store=made)
    _keytool(password, "-delete", "-alias", "ca", store=made)
    for name in (made, ca):
        name.replace(folder / name.name)
    part.rmdir()
    return store


def _keytool(password: str, *words: str, store: Path) -> None:
    command = (str(java("keytool")), *words, "-keystore", str(store), "-storetype", "PKCS12")
    done = run((*command, "-storepass:env", SECRET), {SECRET: password, "LC_ALL": "C"})
    if done.returncode != 0:
        reason = last_line(done.stdout + done.stderr)
        raise StackError(f"the certificates cannot be made: {reason}")

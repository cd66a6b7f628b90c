"""The secure broker's certificate and the CA that clients trust, made by Java's own keytool."""

import shutil
import subprocess
from pathlib import Path

from deploy.native.errors import StackError
from deploy.native.layout import java

KEY = ("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "3650")
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
    _keytool(
        password,
        "-genkeypair",
        "-alias",
        "ca",
        "-dname",
        "CN=Attache native stack CA",
        "-ext",
        "bc:c=ca:true,pathlen:0",
        "-ext",
        "ku:c=keyCertSign",
        *KEY,
        store=made,
    )
    _keytool(
        password,
        "-genkeypair",
        "-alias",
        "broker",
        "-dname",
        "CN=127.0.0.1",
        "-signer",
        "ca",
        "-ext",
        "san=ip:127.0.0.1,dns:localhost",
        "-ext",
        "eku=serverAuth,clientAuth",
        *KEY,
        store=made,
    )
    _keytool(password, "-exportcert", "-rfc", "-alias", "ca", "-file", str(ca), store=made)
    _keytool(password, "-delete", "-alias", "ca", store=made)
    for name in (made, ca):
        name.replace(folder / name.name)
    part.rmdir()
    return store


def _keytool(password: str, *words: str, store: Path) -> None:
    done = subprocess.run(
        [
            str(java("keytool")),
            *words,
            "-keystore",
            str(store),
            "-storetype",
            "PKCS12",
            "-storepass:env",
            SECRET,
        ],
        env={SECRET: password, "LC_ALL": "C"},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        reason = (done.stdout + done.stderr).strip().splitlines() or ["no reason given"]
        raise StackError(f"the certificates cannot be made: {reason[-1]}")

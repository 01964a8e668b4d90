from os import environ as env

from authlib.integrations.flask_client import OAuth
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from flask import Flask, redirect, session

app = Flask(__name__)
app.secret_key = "keyboard cat"
oauth = OAuth(app)
secret = env.get("PRIVATE_KEY") or env["CLIENT_SECRET"]
method = "private_key_jwt" if "PRIVATE_KEY" in env else "client_secret_basic"
castellan = oauth.register(
    "castellan",
    client_id=env["CLIENT_ID"],
    client_secret=secret,
    server_metadata_url=env["ISSUER"] + "/.well-known/openid-configuration",
    client_kwargs={"scope": env["SCOPE"], "token_endpoint_auth_method": method},
    client_auth_methods=[PrivateKeyJWT()],
)
provider = castellan.load_server_metadata()


def client_with(token):
    methods = {"token_endpoint_auth_method": method, "revocation_endpoint_auth_method": method}
    client = OAuth2Session(env["CLIENT_ID"], secret, token=token, **methods)
    client.register_client_auth_method(PrivateKeyJWT())
    return client


def attempt(operation):
    try:
        return {"value": operation()}
    except Exception as error:
        return {"refused": str(error)}


@app.get("/login")
def login():
    return castellan.authorize_redirect(env["BASE_URL"] + "/callback")


@app.get("/callback")
def callback():
    session["token"] = castellan.authorize_access_token()
    return redirect("/")


@app.get("/")
def index():
    return dict(session["token"]["userinfo"]) if "token" in session else "null"


@app.get("/report")
def report():
    token = session["token"]
    client = client_with(token)
    userinfo = attempt(lambda: castellan.userinfo(token=token))
    introspection = attempt(lambda: client.introspect_token(provider["introspection_endpoint"]).json())
    refresh = attempt(lambda: client.refresh_token(provider["token_endpoint"]))
    session["token"] = {**token, **refresh.get("value", {})}
    return {"userinfo": userinfo, "introspection": introspection, "refresh": refresh}


@app.get("/revoke")
def revoke():
    token = session["token"]
    client_with(token).revoke_token(provider["revocation_endpoint"], token["refresh_token"]).raise_for_status()
    return {}


@app.get("/machine")
def machine():
    client = OAuth2Session(env["MACHINE_ID"], env["MACHINE_SECRET"], scope="users:read")
    return client.fetch_token(provider["token_endpoint"], grant_type="client_credentials")


@app.get("/logout")
def logout():
    return castellan.logout_redirect(env["BASE_URL"], id_token_hint=session.pop("token")["id_token"])


if __name__ == "__main__":
    print("listening", flush=True)
    app.run(port=int(env["PORT"]))

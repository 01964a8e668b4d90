package main

import (
	"context"
	"net/http"

	"github.com/zitadel/oidc/v3/pkg/client/rp"
	"github.com/zitadel/oidc/v3/pkg/client/rs"
	httphelper "github.com/zitadel/oidc/v3/pkg/http"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"golang.org/x/oauth2"

	. "castellan.test/clients/web"
)

type tokens = oidc.Tokens[*oidc.IDTokenClaims]

func main() {
	ctx := context.Background()
	key := []byte("test1234test1234")
	cookies := httphelper.NewCookieHandler(key, key, httphelper.WithUnsecure())
	options := []rp.Option{rp.WithCookieHandler(cookies)}
	if WithPKCE {
		options = append(options, rp.WithPKCE(cookies))
	}
	var resource rs.ResourceServer
	if len(PrivateKey) > 0 {
		options = append(options, rp.WithJWTProfile(rp.SignerFromKeyAndKeyID(PrivateKey, KeyID)))
		resource = Must(rs.NewResourceServerJWTProfile(ctx, Issuer, ClientID, KeyID, PrivateKey))
	} else {
		resource = Must(rs.NewResourceServerClientCredentials(ctx, Issuer, ClientID, ClientSecret))
	}
	party := Must(rp.NewRelyingPartyOIDC(ctx, Issuer, ClientID, ClientSecret, Redirect, Scopes, options...))
	sessions := Sessions[*tokens]{}

	http.Handle("/login", rp.AuthURLHandler(oauth2.GenerateVerifier, party))
	http.Handle("/callback", rp.CodeExchangeHandler(
		func(w http.ResponseWriter, r *http.Request, signedIn *tokens, _ string, _ rp.RelyingParty) {
			sessions.Start(w, signedIn)
			http.Redirect(w, r, "/", http.StatusFound)
		}, party))
	http.HandleFunc("/{$}", func(w http.ResponseWriter, r *http.Request) { JSON(w, sessions.Of(r).IDTokenClaims, nil) })
	http.HandleFunc("/report", func(w http.ResponseWriter, r *http.Request) {
		session := sessions.Of(r)
		subject := session.IDTokenClaims.Subject
		userinfo := Attempt(rp.Userinfo[*oidc.UserInfo](ctx, session.AccessToken, session.TokenType, subject, party))
		introspection := Attempt(rs.Introspect[*oidc.IntrospectionResponse](ctx, resource, session.AccessToken))
		renewed, err := rp.RefreshTokens[*oidc.IDTokenClaims](ctx, party, session.RefreshToken, "", "")
		if err == nil {
			session.Token = renewed.Token
		}
		JSON(w, map[string]any{
			"userinfo":      userinfo,
			"introspection": introspection,
			"refresh":       Attempt(renewed, err),
		}, nil)
	})
	http.HandleFunc("/revoke", func(w http.ResponseWriter, r *http.Request) {
		JSON(w, map[string]any{}, rp.RevokeToken(ctx, party, sessions.Of(r).RefreshToken, "refresh_token"))
	})
	http.HandleFunc("/machine", func(w http.ResponseWriter, r *http.Request) {
		machine := Must(rp.NewRelyingPartyOIDC(ctx, Issuer, MachineID, MachineKey, "", []string{"users:read"}))
		token, err := rp.ClientCredentials(ctx, machine, nil)
		JSON(w, token, err)
	})
	Serve()
}

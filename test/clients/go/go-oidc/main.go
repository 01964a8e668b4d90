package main

import (
	"context"
	"net/http"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	. "castellan.test/clients/web"
)

type session struct {
	state, verifier string
	token           *oauth2.Token
	claims          map[string]any
}

func main() {
	ctx := context.Background()
	provider := Must(oidc.NewProvider(ctx, Issuer))
	config := oauth2.Config{
		ClientID:     ClientID,
		ClientSecret: ClientSecret,
		RedirectURL:  Redirect,
		Endpoint:     provider.Endpoint(),
		Scopes:       Scopes,
	}
	idTokens := provider.Verifier(&oidc.Config{ClientID: ClientID})
	sessions := Sessions[*session]{}

	http.HandleFunc("/login", func(w http.ResponseWriter, r *http.Request) {
		signIn := &session{state: oauth2.GenerateVerifier(), verifier: oauth2.GenerateVerifier()}
		sessions.Start(w, signIn)
		var options []oauth2.AuthCodeOption
		if WithPKCE {
			options = append(options, oauth2.S256ChallengeOption(signIn.verifier))
		}
		http.Redirect(w, r, config.AuthCodeURL(signIn.state, options...), http.StatusFound)
	})
	http.HandleFunc("/callback", func(w http.ResponseWriter, r *http.Request) {
		session := sessions.Of(r)
		if session == nil || r.FormValue("state") != session.state || r.FormValue("error") != "" {
			http.Error(w, r.FormValue("error")+": "+r.FormValue("error_description"), http.StatusBadRequest)
			return
		}
		var options []oauth2.AuthCodeOption
		if WithPKCE {
			options = append(options, oauth2.VerifierOption(session.verifier))
		}
		token, err := config.Exchange(ctx, r.FormValue("code"), options...)
		if err == nil {
			var idToken *oidc.IDToken
			if idToken, err = idTokens.Verify(ctx, token.Extra("id_token").(string)); err == nil {
				session.token, err = token, idToken.Claims(&session.claims)
			}
		}
		if err != nil {
			JSON(w, nil, err)
			return
		}
		http.Redirect(w, r, "/", http.StatusFound)
	})
	http.HandleFunc("/{$}", func(w http.ResponseWriter, r *http.Request) { JSON(w, sessions.Of(r).claims, nil) })
	http.HandleFunc("/report", func(w http.ResponseWriter, r *http.Request) {
		session := sessions.Of(r)
		var claims map[string]any
		info, err := provider.UserInfo(ctx, oauth2.StaticTokenSource(session.token))
		if err == nil {
			err = info.Claims(&claims)
		}
		userinfo := Attempt(claims, err)
		token, err := config.TokenSource(ctx, &oauth2.Token{RefreshToken: session.token.RefreshToken}).Token()
		if err == nil {
			session.token = token
		}
		JSON(w, map[string]any{"userinfo": userinfo, "refresh": Attempt(token, err)}, nil)
	})
	http.HandleFunc("/machine", func(w http.ResponseWriter, r *http.Request) {
		machine := clientcredentials.Config{
			ClientID:     MachineID,
			ClientSecret: MachineKey,
			TokenURL:     provider.Endpoint().TokenURL,
			Scopes:       []string{"users:read"},
		}
		token, err := machine.Token(ctx)
		JSON(w, token, err)
	})
	Serve()
}

// Package web holds what the programs share: one session per browser, JSON pages, and the environment.
package web

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
)

var (
	Issuer       = os.Getenv("ISSUER")
	ClientID     = os.Getenv("CLIENT_ID")
	ClientSecret = os.Getenv("CLIENT_SECRET")
	MachineID    = os.Getenv("MACHINE_ID")
	MachineKey   = os.Getenv("MACHINE_SECRET")
	BaseURL      = os.Getenv("BASE_URL")
	Redirect     = BaseURL + "/callback"
	Scopes       = strings.Split(os.Getenv("SCOPE"), " ")
	PrivateKey   = []byte(os.Getenv("PRIVATE_KEY"))
	KeyID        = os.Getenv("KEY_ID")
	WithPKCE     = os.Getenv("PKCE") != ""
)

// Sessions keeps a value for each browser.
type Sessions[T any] map[string]T

func (s Sessions[T]) Start(w http.ResponseWriter, value T) {
	id := rand.Text()
	s[id] = value
	http.SetCookie(w, &http.Cookie{Name: "session", Value: id, Path: "/", HttpOnly: true})
}

func (s Sessions[T]) Of(r *http.Request) (value T) {
	if cookie, err := r.Cookie("session"); err == nil {
		value = s[cookie.Value]
	}
	return value
}

// Attempt tells what an operation returned, or why it was refused.
func Attempt(value any, err error) map[string]any {
	if err != nil {
		return map[string]any{"refused": err.Error()}
	}
	return map[string]any{"value": value}
}

// JSON answers with the value, or with the error.
func JSON(w http.ResponseWriter, value any, err error) {
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("content-type", "application/json")
	json.NewEncoder(w).Encode(value)
}

// Must ends the program if it cannot start.
func Must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// Serve listens until the process ends.
func Serve() {
	fmt.Println("listening")
	panic(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil))
}

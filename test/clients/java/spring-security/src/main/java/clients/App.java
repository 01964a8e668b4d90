package clients;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.annotation.RegisteredOAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2RefreshTokenGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientRefreshTokenTokenResponseClient;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

@SpringBootApplication
@RestController
public class App {
  @Autowired OAuth2AuthorizedClientService clients;

  public static void main(String[] args) {
    SpringApplication.run(App.class, args);
  }

  @EventListener(ApplicationReadyEvent.class)
  void ready() {
    System.out.println("listening");
  }

  @Bean
  @Order(1)
  SecurityFilterChain api(HttpSecurity http) throws Exception {
    return http
        .securityMatcher("/api/**")
        .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .oauth2ResourceServer(server -> server.opaqueToken(Customizer.withDefaults()))
        .build();
  }

  /** Spring accepts the type of RFC 9068, `at+jwt`, only where it is told to. */
  @Bean
  JwtDecoder decoder(
      @Value("${spring.security.oauth2.resourceserver.jwt.issuer-uri}") String issuer,
      @Value("${spring.security.oauth2.resourceserver.jwt.audiences}") String audience) {
    var decoder = NimbusJwtDecoder.withIssuerLocation(issuer).validateType(false).build();
    decoder.setJwtValidator(JwtValidators.createDefaultWithValidators(
        new JwtTypeValidator(List.of("at+jwt")), new JwtIssuerValidator(issuer), new JwtAudienceValidator(audience)));
    return decoder;
  }

  @Bean
  @Order(2)
  SecurityFilterChain jwt(HttpSecurity http) throws Exception {
    return http
        .securityMatcher("/jwt/**")
        .authorizeHttpRequests(requests -> requests.anyRequest().hasAuthority("SCOPE_orders:read"))
        .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults()))
        .build();
  }

  @Bean
  SecurityFilterChain security(HttpSecurity http, ClientRegistrationRepository registrations) throws Exception {
    var atProvider = new OidcClientInitiatedLogoutSuccessHandler(registrations);
    atProvider.setPostLogoutRedirectUri("{baseUrl}");
    return http
        .authorizeHttpRequests(requests -> requests.requestMatchers("/").permitAll().anyRequest().authenticated())
        .oauth2Login(Customizer.withDefaults())
        .logout(logout -> logout.logoutSuccessHandler(atProvider))
        .build();
  }

  @GetMapping("/")
  Object index(@AuthenticationPrincipal OidcUser user) {
    return user == null ? "null" : user.getClaims();
  }

  @GetMapping("/api/me")
  Map<String, Object> me(@AuthenticationPrincipal OAuth2AuthenticatedPrincipal caller) {
    return Map.of("sub", caller.getName());
  }

  @GetMapping("/jwt/orders")
  Map<String, Object> orders(@AuthenticationPrincipal Jwt token) {
    return Map.of("sub", token.getSubject());
  }

  @GetMapping("/report")
  Map<String, Object> report(
      @RegisteredOAuth2AuthorizedClient("castellan") OAuth2AuthorizedClient client,
      Authentication authentication,
      @AuthenticationPrincipal OidcUser user) {
    var registration = client.getClientRegistration();
    var accessToken = client.getAccessToken();
    var userinfo = attempt(() -> new OidcUserService()
        .loadUser(new OidcUserRequest(registration, accessToken, user.getIdToken()))
        .getUserInfo()
        .getClaims());
    var api = attempt(() -> RestClient.create(System.getenv("BASE_URL"))
        .get()
        .uri("/api/me")
        .headers(headers -> headers.setBearerAuth(accessToken.getTokenValue()))
        .retrieve()
        .body(Map.class));
    var refresh = attempt(() -> {
      var renewed = new RestClientRefreshTokenTokenResponseClient().getTokenResponse(
          new OAuth2RefreshTokenGrantRequest(registration, accessToken, client.getRefreshToken()));
      clients.saveAuthorizedClient(
          new OAuth2AuthorizedClient(
              registration, authentication.getName(), renewed.getAccessToken(), renewed.getRefreshToken()),
          authentication);
      return Map.of("access_token", renewed.getAccessToken().getTokenValue());
    });
    return Map.of("userinfo", userinfo, "api", api, "refresh", refresh);
  }

  @GetMapping("/machine")
  Map<String, Object> machine(@RegisteredOAuth2AuthorizedClient("machine") OAuth2AuthorizedClient machine) {
    return Map.of("access_token", machine.getAccessToken().getTokenValue());
  }

  static Map<String, Object> attempt(Supplier<Object> operation) {
    try {
      return Map.of("value", operation.get());
    } catch (Exception error) {
      return Map.of("refused", error.getMessage());
    }
  }
}

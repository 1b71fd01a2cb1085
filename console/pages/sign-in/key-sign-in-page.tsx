/** Sign-in where no OAuth app is registered. */
import { useTranslation } from "react-i18next";
import { AlonePage } from "../../parts/alone-page.tsx";
import { KeySignIn } from "./key-sign-in.tsx";

export function KeySignInPage() {
  const { t } = useTranslation();
  return (
    <AlonePage title={t("page.signIn")} intro={t("signIn.keyIntro")}>
      <KeySignIn />
    </AlonePage>
  );
}

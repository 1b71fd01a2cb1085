/** The French sentences of access problems. */
import { VENDOR_NAMES as NAMES, type AccessTexts } from "./access-problem.ts";

const detailOf = (detail: string | null) => (detail === null ? "" : ` : ${detail}`);

export const accessTextsFr: AccessTexts = {
  address_local: ({ publicUrl }) =>
    `PUBLIC_URL vaut ${publicUrl}, une adresse que seuls cette machine ou son réseau atteignent. Donnez à PUBLIC_URL l’adresse du service sur internet, par exemple https://calls.example.com, puis redémarrez-le.`,
  address_not_https: ({ publicUrl }) =>
    `PUBLIC_URL vaut ${publicUrl}, sans https. Aircall exige https. Placez un proxy avec certificat devant le service, donnez à PUBLIC_URL son adresse https, puis redémarrez.`,
  address_silent: ({ publicUrl, cause }) =>
    `Aucune réponse de PUBLIC_URL ${publicUrl} (${cause}). Vérifiez le nom, le pare-feu et le proxy, et que le service tourne.`,
  address_redirects: ({ publicUrl, status }) =>
    `PUBLIC_URL ${publicUrl} redirige vers une autre adresse (${status}), et Aircall ne suit pas. Donnez à PUBLIC_URL l’adresse finale.`,
  address_other_database: ({ publicUrl }) =>
    `Le service à l’adresse PUBLIC_URL ${publicUrl} utilise une autre base de données. Vérifiez DATABASE_URL et DATA_DIR.`,
  address_other_keys: ({ publicUrl }) =>
    `Le service à l’adresse PUBLIC_URL ${publicUrl} utilise d’autres ENCRYPTION_KEYS. Donnez les mêmes à cette commande.`,
  address_elsewhere: ({ publicUrl, status }) =>
    `PUBLIC_URL ${publicUrl} ne mène pas à ce service (${status}). Dirigez-la vers le port sur lequel le service écoute.`,
  bad_account: ({ typed }) =>
    `« ${typed} » n’est pas un compte Gorgias. Indiquez la partie avant .gorgias.com dans l’adresse de votre centre d’assistance, par exemple acme.`,
  unknown_account: ({ account }) =>
    `Gorgias n’a pas de compte ${account}. Vérifiez l’adresse de votre centre d’assistance : ${account}.gorgias.com doit l’ouvrir.`,
  gorgias_key_rejected: ({ account, email }) =>
    `Gorgias ${account} refuse l’e-mail ${email} avec cette clé d’API. Copiez les deux de nouveau depuis Gorgias : Paramètres, API REST.`,
  not_an_admin: ({ account, user, admins }) =>
    `${user} n’est pas administrateur de Gorgias ${account}. Utilisez la clé d’API de ${admins.length > 0 ? admins.join(" ou ") : "quelqu’un qui l’est"}.`,
  aircall_key_rejected: () =>
    "Aircall refuse l’identifiant d’API avec ce jeton. Créez une nouvelle clé dans le tableau de bord Aircall : Intégrations et API, clés d’API.",
  vendor_unavailable: ({ vendor, detail }) =>
    `${NAMES[vendor]} ne répond pas comme prévu${detailOf(detail)}. Rien n’a été modifié. Réessayez dans une minute.`,
  company_taken: ({ account }) =>
    `Cette entreprise Aircall est déjà connectée au compte Gorgias ${account}. Déconnectez-la d’abord là-bas.`,
  another_company: ({ account }) =>
    `La clé appartient à une autre entreprise Aircall que celle à laquelle ${account} est connecté.`,
  no_numbers: () => "Cette entreprise Aircall n’a aucun numéro. Ajoutez-en un d’abord dans le tableau de bord Aircall.",
  webhook_limit: () => "Aircall n’accepte plus de webhooks. Supprimez-en un des 100 dans le tableau de bord Aircall.",
  already_connected: ({ account }) => `Le compte Gorgias ${account} est déjà connecté.`,
  unknown_number: ({ typed, known }) =>
    `Aircall n’a pas de numéro « ${typed} ». Donnez un nom, un numéro ou un identifiant parmi : ${known.join(" ; ")}.`,
  ambiguous_number: ({ typed, matches }) =>
    `« ${typed} » désigne plusieurs numéros. Donnez l’identifiant de l’un d’eux : ${matches.join(" ; ")}.`,
  not_connected: ({ account }) => `Aucune connexion n’a le compte Gorgias ${account}.`,
  side_not_connected: ({ vendor }) => `${NAMES[vendor]} n’est pas connecté. Reconnectez le compte.`,
  connected_by_oauth: ({ vendor }) =>
    `${NAMES[vendor]} a été connecté par OAuth. Connectez-vous et reliez-le de nouveau.`,
  no_keys: () => "Ni clé Gorgias ni clé Aircall n’est donnée.",
};
